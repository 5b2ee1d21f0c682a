/**
 * Two machines with one agent's key. Both serve their share until one of them renews the
 * certificate: the other keeps its open connections, and can decrypt nothing any more.
 */
import { MINUTE_MS } from '../../protocol/time-units.ts';
import type { Fault } from './fault.ts';
import { CALM_TIMINGS } from './shared/calm-timings.ts';
import { healedClaim, USUAL_RESULTS } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const agentCloned: Fault = {
  id: 'agent-cloned',
  title: 'Agent’s server cloned',
  family: 'agent',
  cause:
    'The virtual machine of an agent was copied, and both run with the same key and certificate.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [{ ...onServers(where), kind: 'clone' }],
  symptoms: (timings) => [
    {
      phase: 'unnoticed',
      afterMs: 0,
      untilMs: (timings.certificateLifetimeMs - timings.renewalWindowMs) / 2,
      results: USUAL_RESULTS,
      events: [],
      status: 'Active',
    },
    {
      phase: 'noticed',
      afterMs:
        timings.certificateLifetimeMs -
        timings.renewalWindowMs +
        2 * timings.renewalCheckIntervalMs,
      results: {
        'right-password': [0, 80011],
        'wrong-password': [50126, 80011],
        'cloud-only': [0],
      },
      events: [31034, 60011],
      status: 'Active',
    },
    healedClaim(timings),
  ],
  // Certificates that are renewed after ten minutes, by the originals before the copies ask.
  seenIn: {
    timings: {
      ...CALM_TIMINGS,
      certificateLifetimeMs: 100 * MINUTE_MS,
      renewalWindowMs: 90 * MINUTE_MS,
      renewalCheckIntervalMs: 2 * MINUTE_MS,
      renewalRetryMs: 1_000,
      renewalTurnMs: 1,
      bootstrapIntervalMs: 2 * MINUTE_MS,
    },
    forMs: 19 * MINUTE_MS,
  },
  lookAlike: {
    fault: 'agent-key-lost',
    toldApartBy:
      'Only some of the sign-ins of one agent’s id fail, and its list entry shows the address of now one ' +
      'machine, now the other; before the renewal nothing was wrong at all.',
  },
  fix:
    'Switch the copy off, uninstall the agent there and install it anew if an agent is wanted on it. ' +
    'Never clone a server with an agent.',
  basis: 'assumed',
  sources: ['ED-QS', 'ED-SEC', 'lab'],
};

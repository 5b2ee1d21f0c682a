/**
 * An agent that ends as soon as it is given a request. Each takes one sign-in with it: that one is
 * lost, because no other agent is asked in its place (ED-SEC).
 */
import type { Fault } from './fault.ts';
import { healedClaim } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const agentCrashMidRequest: Fault = {
  id: 'agent-crash-mid-request',
  title: 'Agent crashes in mid-request',
  family: 'agent',
  cause: 'The agent’s process ends while it has a request in hand, and is not started again.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [{ ...onServers(where), kind: 'crash-on-request' }],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      afterMs: 0,
      // One lost sign-in per agent, and nobody to ask from then on.
      results: { 'right-password': [80001, 80002], 'cloud-only': [0] },
      events: [],
      status: 'Inactive',
    },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'agent-crashed',
    toldApartBy:
      'Some people read 80002 after waiting for the whole deadline before everybody reads 80001; with ' +
      'agents that were gone before, nobody waits.',
  },
  fix:
    'Start the service again and find out what it choked on (trace folder, dump); lost sign-ins have ' +
    'to be tried again by the people themselves.',
  basis: 'documented',
  sources: ['ED-SEC', 'lab'],
};

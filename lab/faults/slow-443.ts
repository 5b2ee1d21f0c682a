/**
 * A slow line: everything works and takes its time. By default no deadline is missed, so nothing
 * but the duration of sign-ins shows it.
 */
import { CLOUD_PATTERNS, CLOUD_PORTS } from '../../protocol/hosts.ts';
import type { Fault } from './fault.ts';
import { healedClaim, USUAL_RESULTS } from './shared/symptoms.ts';
import { pathScope } from './shared/where.ts';

export const slow443: Fault = {
  id: 'slow-443',
  title: 'Slow line to the cloud',
  family: 'network',
  cause: 'The line between the agents and the internet is overloaded: each packet takes longer.',
  where: ['sites', 'agents'],
  parameters: {
    delay: {
      about: 'What each packet takes longer, one way',
      type: 'duration',
      defaultMs: 1_000,
      minMs: 1,
      maxMs: 60_000,
    },
  },
  effects: (where, { delay }) => [
    {
      on: 'path',
      kind: 'delay',
      scope: pathScope(where, CLOUD_PATTERNS, [CLOUD_PORTS.https]),
      delayMs: Number(delay),
    },
  ],
  symptoms: (timings, { delay }) => [
    {
      phase: 'noticed',
      // What was under way arrives as fast as ever.
      afterMs: timings.keepAliveIntervalMs,
      results: USUAL_RESULTS,
      // The request travels to the agent, the answer back.
      signInMsMin: 2 * Number(delay),
      events: [],
      status: 'Active',
    },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'lossy-443',
    toldApartBy:
      'Every sign-in takes longer by about the same; on a line that loses packets most are as fast as ' +
      'ever and some take seconds.',
  },
  fix:
    'Find what fills the line, or give the agents’ traffic priority; an agent at a site with a good line ' +
    'takes its share of the sign-ins.',
  basis: 'assumed',
  sources: ['lab'],
};

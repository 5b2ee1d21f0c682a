/**
 * The process is there and does nothing: SEED-C's memory leak. It holds its connections, so the
 * cloud goes on handing it requests until it has been silent for too long.
 */
import type { Fault } from './fault.ts';
import {
  healedClaim,
  NO_AGENT_RESULTS,
  noticedAfterMs,
  unnoticedClaim,
} from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const agentHung: Fault = {
  id: 'agent-hung',
  title: 'Agent hangs',
  family: 'agent',
  cause: 'The agent’s service is shown as running and reacts to nothing, for want of memory say.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [{ ...onServers(where), kind: 'hang' }],
  symptoms: (timings) => [
    unnoticedClaim(timings),
    {
      phase: 'noticed',
      afterMs: noticedAfterMs(timings),
      results: NO_AGENT_RESULTS,
      events: [],
      status: 'Inactive',
    },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'block-443',
    toldApartBy:
      'An agent behind a blocked 443 writes 31034 to its log at every attempt; one that hangs writes ' +
      'nothing at all, and from its server the cloud can be reached.',
  },
  fix:
    'Restart the service by force (Restart-Service -Force), wait five minutes, look at the list. ' +
    'Watch the memory of the process.',
  basis: 'seed',
  sources: ['SEED-C'],
};

/**
 * The last agent is uninstalled while Pass-through Authentication is on. Nothing takes over: there
 * is no fail-over to synchronised hashes (ED-FAQ).
 */

import type { Fault } from './fault.ts';
import { mistake } from './shared/administration.ts';
import { healedClaim, NO_AGENT_RESULTS } from './shared/symptoms.ts';

export const lastAgentRemoved: Fault = {
  id: 'last-agent-removed',
  title: 'Last agent removed',
  family: 'change-mistake',
  cause: 'Every Authentication Agent was uninstalled, and the sign-in method was left as it is.',
  where: [],
  parameters: {},
  effects: () => [mistake('remove-agent', {})],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      afterMs: 1_000,
      results: NO_AGENT_RESULTS,
      events: [],
      findings: ['no-active-agent'],
      status: 'Inactive',
    },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'agent-stopped',
    toldApartBy:
      'Users read 80001 in both. With the agents removed, Programs and Features has no entry and there ' +
      'is no service to start; with them stopped both are there.',
  },
  fix:
    'Install an agent with the break-glass account, which signs in without one; or switch the sign-in ' +
    'method to password hash synchronisation if hashes are there.',
  basis: 'documented',
  sources: ['ED-TS', 'ED-FAQ', 'SEED-B'],
};

/**
 * All agents but one are out, for maintenance that nobody ended: sign-ins go on, and the next
 * restart of that one server ends them.
 */

import type { Fault } from './fault.ts';
import { mistake } from './shared/administration.ts';
import { healedClaim, USUAL_RESULTS } from './shared/symptoms.ts';

export const agentsBelowNPlus1: Fault = {
  id: 'agents-below-n-plus-1',
  title: 'Agents below N + 1',
  family: 'change-mistake',
  cause: 'The services of all agents but one were stopped by hand, and never started again.',
  where: ['agents'],
  parameters: {},
  // Where nobody says which: one has to be left, or it is an outage and no mistake.
  effects: (where) => [mistake('stop-agent', where, { keep: where.agents ? 0 : 1 })],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      afterMs: timings.signInDeadlineMs,
      results: USUAL_RESULTS,
      events: [],
      findings: ['agents-below-n-plus-1'],
      status: 'Inactive',
    },
    healedClaim(timings),
  ],
  seenIn: { where: { agents: ['agt-2', 'agt-3'] } },
  lookAlike: {
    fault: 'agent-stopped',
    toldApartBy:
      'The same from the list of agents. Whether it is a mistake or an outage is on the server: a ' +
      'service that somebody stopped logged it in good order.',
  },
  fix: 'Start the services; keep at least three agents (ED-QS), and one more than the peak needs.',
  basis: 'documented',
  sources: ['ED-QS', 'ED-FAQ', 'SEED-A'],
};

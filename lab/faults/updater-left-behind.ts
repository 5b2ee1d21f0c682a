/**
 * The agent was uninstalled and its updater was not: a program of its own, which runs on for
 * nothing. The other agents carry the sign-ins.
 */

import type { Fault } from './fault.ts';
import { mistake } from './shared/administration.ts';
import { healedClaim, USUAL_RESULTS } from './shared/symptoms.ts';

export const updaterLeftBehind: Fault = {
  id: 'updater-left-behind',
  title: 'Updater left behind',
  family: 'change-mistake',
  cause: 'Of the two programs of an agent, only the agent was uninstalled.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [mistake('uninstall-agent', where)],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      // Whoever was on the way to that agent waits for the deadline.
      afterMs: timings.signInDeadlineMs,
      results: USUAL_RESULTS,
      events: [],
      findings: ['updater-left-behind'],
      status: 'Inactive',
    },
    healedClaim(timings),
  ],
  seenIn: { where: { agents: ['agt-3'] } },
  lookAlike: {
    fault: 'agents-below-n-plus-1',
    toldApartBy:
      'An agent is Inactive in both. Here its server has the updater and no agent in Programs and ' +
      'Features; a stopped agent is still installed.',
  },
  fix: 'Uninstall "Microsoft Entra Connect Agent Updater" as well: the FAQ names both programs.',
  basis: 'documented',
  sources: ['ED-FAQ', 'SEED-B'],
};

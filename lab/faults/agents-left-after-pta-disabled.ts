/**
 * Pass-through Authentication was switched off and the agents were not removed: Active, connected,
 * and asked by nobody (ED-FAQ). Whoever reads the list takes them for what carries the sign-ins.
 */

import type { Fault } from './fault.ts';
import { mistake } from './shared/administration.ts';
import { healedAfter, USUAL_RESULTS } from './shared/symptoms.ts';

export const agentsLeftAfterPtaDisabled: Fault = {
  id: 'agents-left-after-pta-disabled',
  title: 'Agents left after PTA is disabled',
  family: 'change-mistake',
  cause: 'The tenant uses password hashes now, and no agent was uninstalled.',
  where: [],
  parameters: {},
  effects: () => [mistake('switch-sign-in-method', {}, { method: 'phs', by: 'support' })],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      // Until then the hashes are on their way.
      afterMs: 2 * timings.passwordHashSyncIntervalMs,
      results: USUAL_RESULTS,
      events: [],
      findings: ['agents-without-pta'],
      status: 'Active',
    },
    healedAfter(0),
  ],
  lookAlike: {
    fault: 'staging-server-switched-method',
    toldApartBy:
      'Both leave Active agents that nobody asks: the sign-in log says "Password in the cloud". The ' +
      'audit log tells whether somebody meant to switch.',
  },
  fix: 'Uninstall agent and updater on every server: the wizard does it on its own server only.',
  basis: 'documented',
  sources: ['ED-FAQ', 'SEED-B'],
};

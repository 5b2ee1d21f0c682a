/**
 * The updater's service stopped. Nobody notices: the agent goes on, and stays on its version when
 * the next major one comes.
 */
import type { Fault } from './fault.ts';
import { healedClaim, USUAL_RESULTS } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const updaterStopped: Fault = {
  id: 'updater-stopped',
  title: 'Updater stopped',
  family: 'agent',
  cause: 'The service Microsoft Entra Connect Agent Updater does not run.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [{ ...onServers(where), kind: 'stop-updater' }],
  symptoms: (timings) => [
    { phase: 'noticed', afterMs: 0, results: USUAL_RESULTS, events: [60102], status: 'Active' },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'agent-outdated',
    toldApartBy:
      'Old versions are also normal, because only major ones are pushed: the updater is healthy if its ' +
      'service runs and its own log has no errors.',
  },
  fix: 'Start the updater’s service and look for errors in its log (AzureADConnect-Agent, Updater, Admin).',
  basis: 'documented',
  sources: ['ED-FAQ', 'ED-SEC'],
};

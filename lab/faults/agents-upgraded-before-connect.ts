/**
 * The agent on a Connect server was upgraded before Connect itself, which the documents ask to be
 * done in the other order, on primary and staging alike. No source says what breaks by it.
 */
import { LATEST_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import type { Fault } from './fault.ts';
import { mistake } from './shared/administration.ts';
import { healedClaim, USUAL_RESULTS } from './shared/symptoms.ts';

const OLD_AGENT = '1.5.1742.0';
/** The mistake is the order: how long the installer takes has no part in it. */
const INSTALL_MS = 1_000;

export const agentsUpgradedBeforeConnect: Fault = {
  id: 'agents-upgraded-before-connect',
  title: 'Agents upgraded before Connect',
  family: 'change-mistake',
  cause: 'The agent on a Connect server is the latest, and Connect on the same server is not.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [
    mistake('upgrade-agent', where, { version: LATEST_AGENT_VERSION, install: INSTALL_MS }),
  ],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      // The service is down while its files are replaced; the others carry the sign-ins.
      afterMs: timings.bootstrapIntervalMs,
      results: USUAL_RESULTS,
      events: [],
      findings: ['agents-before-connect'],
      status: 'Active',
    },
    healedClaim(timings),
  ],
  seenIn: {
    where: { agents: ['agt-1'] },
    estate: {
      sites: [
        {
          ...{ name: 'hq', agents: ['agt-1', 'agt-2', 'agt-3'], controllers: ['dc-1', 'dc-2'] },
          servers: { 'agt-1': { version: OLD_AGENT } },
          connect: [{ name: 'agt-1', role: 'primary', version: '2.0.0.0' }],
        },
      ],
    },
  },
  lookAlike: {
    fault: 'preview-agent-left-behind',
    toldApartBy:
      'Neither shows to users. Here Programs and Features has the latest agent and an old Connect; ' +
      'there it has no Authentication Agent at all.',
  },
  fix: 'Upgrade Connect on that server now, and check that the agent is still Active.',
  basis: 'documented',
  sources: ['ED-UPG', 'SEED-A'],
};

/**
 * A preview agent that nobody upgraded: it works, gets no fixes, and cannot be installed a second
 * time (SEED-A). Users notice nothing; Programs and Features does.
 */
import { PREVIEW_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import type { Fault } from './fault.ts';
import { healedClaim, USUAL_RESULTS } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const previewAgentLeftBehind: Fault = {
  id: 'preview-agent-left-behind',
  title: 'Preview agent left behind',
  family: 'change-mistake',
  cause: 'The manual upgrade was done on some servers only: one still runs the preview agent.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [{ ...onServers(where), kind: 'outdated', version: PREVIEW_AGENT_VERSION }],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      // The service starts with the version that is there now.
      afterMs: timings.signallingOpenTimeoutMs,
      results: USUAL_RESULTS,
      events: [],
      findings: ['preview-agent'],
      status: 'Active',
    },
    healedClaim(timings),
  ],
  seenIn: { where: { agents: ['agt-3'] } },
  lookAlike: {
    fault: 'agent-outdated',
    toldApartBy:
      'Programs and Features shows a preview agent as "Microsoft Entra private network connector" with ' +
      'no Authentication Agent beside it; an old agent shows under its own name.',
  },
  fix:
    'On that server: upgrade Connect first if it is there, remove the preview agent with its script, ' +
    'install the latest agent, and check Programs and Features.',
  basis: 'documented',
  sources: ['ED-UPG', 'SEED-A'],
};

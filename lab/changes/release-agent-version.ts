/**
 * Not an administrator's doing: Microsoft releases a version, and the updaters bring it to one
 * agent after the other. Servers that have it by then keep it when this is taken back.
 */
import { NEXT_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import type { Change } from './change.ts';

export const releaseAgentVersion: Change = {
  id: 'release-agent-version',
  title: 'A new agent version is released',
  about:
    'A version newer than any known one is released. A major one is pushed: hourly the updaters ' +
    'ask, and one agent at a time is stopped, updated and started; another is only to be downloaded.',
  where: [],
  parameters: {
    kind: {
      about: 'Whether the updaters install it by themselves',
      type: 'choice',
      choices: ['major', 'download-only'],
      default: 'major',
    },
  },
  async apply({ entra }, _where, { kind }) {
    const { updates } = entra.cloud;
    updates.release(NEXT_AGENT_VERSION, { pushed: kind !== 'download-only' });
    return async () => updates.withdraw(NEXT_AGENT_VERSION);
  },
  basis: 'documented',
  sources: ['ED-SEC', 'ED-FAQ', 'SEED-B', 'lab'],
};

/**
 * The manual upgrade of a preview agent (SEED-A): the preview is removed by its script, the latest
 * agent installed with the tenant's administrator. Connect on the same server comes first, which is
 * another change; done in the wrong order it is a change mistake.
 */
import { isPreview, LATEST_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { reinstall } from '../servers/reinstall.ts';
import { withAgents } from '../servers/servers-in.ts';
import type { Change } from './change.ts';

export const upgradePreviewAgent: Change = {
  id: 'upgrade-preview-agent',
  title: 'Upgrade a preview agent',
  about:
    'Removes the preview agent, which Programs and Features shows as a private network ' +
    'connector, and installs the latest agent in its place.',
  where: ['sites', 'agents'],
  parameters: {},
  async apply(lab, where) {
    const found = withAgents(lab, where);
    const previews = found.filter(({ version = '' }) => isPreview(version));
    if (previews.length > 0) return reinstall(lab, previews, LATEST_AGENT_VERSION);
    const seen = found.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none';
    throw new LabError('CHANGE_REFUSED', `Expected a preview agent to upgrade, got ${seen}.`);
  },
  basis: 'documented',
  sources: ['ED-UPG', 'SEED-A'],
};

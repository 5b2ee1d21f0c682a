/** Lint rules about versions of agents, and which of agent and Connect was upgraded first. */
import {
  isOlder,
  isPreview,
  LATEST_AGENT_VERSION,
  MINIMUM_VERSIONS,
} from '../../../protocol/agent-versions.ts';
import { CONNECT_VERSIONS } from '../../../protocol/connect-versions.ts';
import { isAheadOfConnect } from '../../premises/connect-servers.ts';
import type { EstateDescription } from '../estate-description.ts';
import { connectOf, type LintRule, serversOf } from './rule.ts';

interface Versioned {
  agent: string;
  version: string;
}

/** Nothing written is the latest, as in the lab. */
function versionsOf(description: EstateDescription): Versioned[] {
  return serversOf(description).map(({ agent, version = LATEST_AGENT_VERSION }) => {
    return { agent, version };
  });
}

export const PREVIEW_VERSION: LintRule = {
  severity: 'error',
  advice: 'Upgrade by hand: uninstall the preview, install the agent. Connect comes first.',
  sources: ['ED-UPG', 'SEED-A'],
  find: ({ description }) =>
    versionsOf(description).flatMap(({ agent, version }) =>
      isPreview(version)
        ? [`${agent} runs ${version}, a preview: no fixes any more, and no second server with it`]
        : [],
    ),
};

export const BELOW_MINIMUM: LintRule = {
  severity: 'error',
  advice: `Upgrade to ${LATEST_AGENT_VERSION}.`,
  sources: MINIMUM_VERSIONS.public.sources,
  find: ({ description }) =>
    versionsOf(description).flatMap(({ agent, version }) =>
      isOlder(version, MINIMUM_VERSIONS.public.version)
        ? [`${agent} runs ${version}, older than ${MINIMUM_VERSIONS.public.version}`]
        : [],
    ),
};

export const MIXED_VERSIONS: LintRule = {
  severity: 'warning',
  advice: `Bring all agents to one version; ${LATEST_AGENT_VERSION} is the last published one.`,
  sources: ['ED-VER', 'lab'],
  find({ description }) {
    const groups = Map.groupBy(versionsOf(description), ({ version }) => version);
    if (groups.size < 2) return [];
    const list = [...groups].map(
      ([version, own]) => `${version} (${own.map(({ agent }) => agent).join(', ')})`,
    );
    return [`agents run ${groups.size} versions: ${list.join(', ')}`];
  },
};

/** A Connect server behind the others while the agent beside it has been upgraded already. */
export const AGENTS_BEFORE_CONNECT: LintRule = {
  severity: 'error',
  advice: 'Upgrade Connect first, on the primary and on the staging server; then the agents.',
  sources: ['ED-UPG', 'SEED-A'],
  find({ description }) {
    const versions = new Map(versionsOf(description).map((one) => [one.agent, one.version]));
    const { value: latest } = CONNECT_VERSIONS.latest;
    return connectOf(description).flatMap(({ name, agent, version = latest }) =>
      agent !== undefined && isAheadOfConnect(versions.get(agent), { version })
        ? [`${agent} has been upgraded before Connect ${version} on the same server, ${name}`]
        : [],
    );
  },
};

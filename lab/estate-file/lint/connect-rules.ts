/** Lint rules about Connect servers and the agents beside them. */

import { isOlder } from '../../../protocol/agent-versions.ts';
import { CONNECT_VERSIONS } from '../../../protocol/connect-versions.ts';
import { connectOf, type LintRule, serversOf } from './rule.ts';

const LATEST = CONNECT_VERSIONS.latest.value;

export const NO_STAGING: LintRule = {
  severity: 'warning',
  advice: 'Keep a second Connect server in staging mode.',
  sources: ['lab'],
  find({ description }) {
    const servers = connectOf(description);
    if (servers.length === 0 || servers.some(({ role }) => role === 'staging')) return [];
    return ['no Connect server is in staging mode: while the only one is down, nothing is synced'];
  },
};

export const STAGING_OLDER: LintRule = {
  severity: 'warning',
  advice: 'Upgrade the staging server too; upgrade Connect before the agents on both.',
  sources: ['ED-UPG', 'SEED-A'],
  find({ description }) {
    const servers = connectOf(description);
    const primary = servers.find(({ role }) => role === 'primary')?.version ?? LATEST;
    return servers.flatMap(({ name, role, version = LATEST }) =>
      role === 'staging' && isOlder(version, primary)
        ? [`${name} is at Connect ${version}, the primary at ${primary}`]
        : [],
    );
  },
};

export const CONNECT_TOO_OLD: LintRule = {
  severity: 'error',
  advice: 'Upgrade Connect.',
  sources: CONNECT_VERSIONS.oldest.sources,
  find: ({ description }) =>
    connectOf(description).flatMap(({ name, version = LATEST }) =>
      isOlder(version, CONNECT_VERSIONS.oldest.value)
        ? [`${name} is at Connect ${version}, older than ${CONNECT_VERSIONS.oldest.value}`]
        : [],
    ),
};

export const AGENTS_ONLY_ON_CONNECT: LintRule = {
  severity: 'warning',
  advice: 'Install standalone agents on member servers that are restarted at other times.',
  sources: ['ED-QS', 'SEED-C'],
  find({ description }) {
    const beside = connectOf(description).map(({ agent }) => agent);
    const agents = serversOf(description);
    if (!agents.every(({ agent }) => beside.includes(agent))) return [];
    return ['every agent runs on a Connect server: maintenance of Connect is an outage of PTA'];
  },
};

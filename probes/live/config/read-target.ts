/**
 * A target's description as a `Target`. A lab brings its own addresses and accounts in the line
 * that `pta-lab up --json` printed; a tenant is one of the chosen cloud, whose names nobody can
 * replace.
 */
import path from 'node:path';
import { authorityOf, CLOUDS } from '../../../protocol/clouds.ts';
import { parseDuration } from '../../../runtime/duration.ts';
import { readText } from '../../../runtime/live/read-text.ts';
import type { BudgetLimits } from '../../budget/budget.ts';
import type { SiteKnowledge } from '../../probe-ports.ts';
import type { DirectoryTarget, Target } from '../../target.ts';
import { refuseForeignHosts } from '../target/allowed-hosts.ts';
import { targetOfLab } from '../target/lab-line.ts';
import { absolute, absoluteAccount } from './absolute.ts';
import type { DirectoryDescription, TargetDescription } from './probes-description.ts';

/** @throws LabError `TARGET_NOT_ALLOWED`, `USAGE_LAB`, `PROBES_UNREADABLE` */
export function readTarget(name: string, described: TargetDescription, folder: string): Target {
  const { account, totp, administrator, agents, inventory, site, directory } = described;
  const { redirectUri, screenshots, budget } = described;
  const target: Target = {
    ...(described.lab === undefined
      ? tenantTarget(name, described)
      : labTarget(name, path.resolve(folder, described.lab))),
    ...(account && { account: absoluteAccount(account, folder) }),
    ...(totp && { totp: absolute(totp, folder) }),
    ...(redirectUri !== undefined && {
      browserApp: { clientId: described.client ?? '', redirectUri },
    }),
    ...(screenshots !== undefined && { screenshots: path.resolve(folder, screenshots) }),
    ...(administrator && { administrator: readAdministrator(administrator, folder) }),
    ...(agents !== undefined && { agents }),
    ...(inventory && { inventory }),
    ...(site && { site: readSite(site) }),
    ...(directory && { directory: readDirectory(directory, folder) }),
    ...(budget && { budget: readBudget(budget) }),
  };
  refuseForeignHosts(target);
  return target;
}

function tenantTarget(name: string, described: TargetDescription): Target {
  const { cloud = 'public', tenant: tenantId = '', client: clientId = '' } = described;
  const authority = authorityOf(cloud, tenantId);
  const graph = `https://${CLOUDS[cloud].graph}`;
  return { ...{ name, kind: 'tenant', cloud, authority, graph }, ...{ tenantId, clientId } };
}

function labTarget(name: string, file: string): Target {
  const text = readText(file, 'PROBES_UNREADABLE', (got) => {
    const hint = 'start one with "pta-lab up --json > that file"';
    return `expected what "pta-lab up --json" printed at ${file}, got ${got}; ${hint}`;
  });
  return targetOfLab(file, text, name);
}

function readAdministrator(
  administrator: NonNullable<TargetDescription['administrator']>,
  folder: string,
): NonNullable<Target['administrator']> {
  if ('password' in administrator) return absoluteAccount(administrator, folder);
  const { refreshToken, keepIn } = administrator;
  return { refreshToken: absolute(refreshToken, folder), keepIn: path.resolve(folder, keepIn) };
}

function readSite(site: NonNullable<TargetDescription['site']>): SiteKnowledge {
  return { controllers: [], proxy: 'none', ...site };
}

function readDirectory(described: DirectoryDescription, folder: string): DirectoryTarget {
  const { domain, urls = [], caFile, account, policy } = described;
  return {
    ...{ domain, urls, account: absoluteAccount(account, folder) },
    ...(caFile !== undefined && { caFile: path.resolve(folder, caFile) }),
    ...(policy && {
      policy: { threshold: policy.threshold, durationMs: parseDuration(policy.duration) },
    }),
  };
}

function readBudget(budget: NonNullable<TargetDescription['budget']>): Partial<BudgetLimits> {
  const { minInterval, ...counts } = budget;
  return {
    ...counts,
    ...(minInterval !== undefined && { minIntervalMs: parseDuration(minInterval) }),
  };
}

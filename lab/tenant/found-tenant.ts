/**
 * From a description to everything a lab needs of its tenant: what the cloud knows, who lives
 * there, which applications, and what it changes in the lab's timings. Pure: the same description,
 * seed and time give the same tenant.
 */
import type { AccessPolicy } from '../../mock-entra/tenant/policy.ts';
import { GRAPH } from '../../mock-entra/tenant/resources.ts';
import type { Domain, Tenant } from '../../mock-entra/tenant/tenant.ts';
import type { Timings } from '../../protocol/timings.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Dice } from '../../runtime/ports.ts';
import { renderPath } from '../../runtime/yaml/problem.ts';
import type { ForestEntry, LabOptions } from '../estate.ts';
import { suffixFor } from '../premises/forests.ts';
import { type Applications, createApplications } from './applications.ts';
import { describeContoso } from './contoso.ts';
import { describeRules } from './directory-rules.ts';
import { describeExternal, withoutForeigners } from './external-people.ts';
import { createPopulation, type Population } from './population.ts';
import {
  type DomainDescription,
  domainsOf,
  GRAPH_NAME,
  type PolicyDescription,
  type TenantDescription,
} from './tenant-description.ts';
import { findWrongRelations } from './tenant-relations.ts';

export interface FoundedTenant {
  tenant: Tenant;
  population: Population;
  applications: Applications;
  /** Client id of the lab's own application. */
  clientId: string;
}

const USERS_PER_GROUP = 20;

/** `dice` is the lab's. @throws LabError `ESTATE_INVALID`, `TENANT_INVALID` */
export function foundTenant(dice: Dice, options: LabOptions, nowMs: number): FoundedTenant {
  const { externalDirectory: external } = options;
  const description = describe(dice, options, nowMs);
  const everybody = createPopulation(dice.fork('people'), description);
  const population = external ? withoutForeigners(everybody, external) : everybody;
  const applications = createApplications(dice.fork('tenant'), description);
  const tenant = createTenant(dice.fork('tenant'), description, applications, population);
  return { tenant, population, applications, clientId: applications.probeId };
}

function describe(dice: Dice, options: LabOptions, nowMs: number): TenantDescription {
  const { externalDirectory: external, tenantFile } = options;
  const given = tenantFile && describeGiven(tenantFile, options);
  if (external) return describeExternal(external, given);
  if (given) return given;
  return describeContoso({
    dice: dice.fork('people'),
    name: options.tenant ?? 'contoso',
    usersPerGroup: options.users ?? USERS_PER_GROUP,
    nowMs,
    furtherDomains: (options.forests ?? []).slice(1).map(domainOfForest),
    ...(options.directory?.accounts && { entries: options.directory.accounts }),
  });
}

/** The verified domain of a forest's users: its first suffix. */
function domainOfForest(forest: ForestEntry): string {
  return forest.suffixes?.[0] ?? suffixFor(forest);
}

/** Rules of the description that stand for numbers of the protocol tables. */
export function timingsOf(description: TenantDescription | undefined): Partial<Timings> {
  const { threshold, durationSeconds, growthFactor } = description?.smartLockout ?? {};
  return {
    ...(threshold !== undefined && { smartLockoutThreshold: threshold }),
    ...(durationSeconds !== undefined && { smartLockoutDurationMs: durationSeconds * 1000 }),
    ...(growthFactor !== undefined && { smartLockoutGrowthFactor: growthFactor }),
  };
}

function describeGiven(
  given: TenantDescription,
  { tenant, directory }: LabOptions,
): TenantDescription {
  if (tenant !== undefined) {
    throw new LabError('ESTATE_INVALID', 'Give either a tenant file or a name for the tenant.');
  }
  const domain = domainsOf(given)[0]?.name;
  const further = Object.entries(directory?.accounts ?? {}).map(
    ([kind, { password, ...rules }]) => ({
      ...{ kind, userName: `${kind.toLowerCase()}@${domain}` },
      ...(password && { password }),
      ...describeRules(rules),
    }),
  );
  const users = (given.users ?? []).filter(({ kind }) => further.every((one) => one.kind !== kind));
  const description = { ...given, users: [...users, ...further] };
  const [wrong] = findWrongRelations(description);
  if (wrong) throw new LabError('TENANT_INVALID', `${renderPath(wrong.path)}: ${wrong.text}`);
  return description;
}

/** Long after 15 June 2015, from which day on a changed UPN is synchronised. */
const CREATED_MS = Date.UTC(2020, 0, 1);

function createTenant(
  dice: Dice,
  description: TenantDescription,
  { registered, kept }: Applications,
  { administrator }: Population,
): Tenant {
  const { name, created, settings: { signInMethod, ...settings } = {} } = description;
  const seededId = dice.guid();
  const hashes = signInMethod === 'password-hash';
  return {
    id: description.id ?? seededId,
    name,
    displayName: description.displayName ?? `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
    createdMs: created === undefined ? CREATED_MS : Date.parse(created),
    domains: domainsOf(description).map(renderDomain),
    applications: registered,
    policies: (description.policies ?? []).map((policy) =>
      renderPolicy(policy, kept, administrator.userName),
    ),
    licence: description.licence ?? 'P1',
    passwordWriteback: description.passwordWriteback ?? false,
    settings: {
      passThroughAuthentication: !hashes,
      passwordHashSync: settings.passwordHashSync ?? hashes,
      synchronizeUpn: settings.synchronizeUpn ?? true,
    },
  };
}

function renderDomain({ name, federation }: DomainDescription): Domain {
  if (federation === undefined) return { name, kind: 'managed' };
  const { passiveUrl, activeUrl = passiveUrl, metadataUrl = passiveUrl, brand = name } = federation;
  return { name, kind: 'federated', federation: { passiveUrl, activeUrl, metadataUrl, brand } };
}

/** Whoever registers the agents is asked for nothing more: a lab without agents is none. */
function renderPolicy(
  { applications = ['*'], excludedUsers = [], ...policy }: PolicyDescription,
  kept: Applications['kept'],
  administrator: string,
): AccessPolicy {
  return {
    ...policy,
    excludedUsers: [...excludedUsers, administrator],
    applications: applications.map((name) => {
      return name === GRAPH_NAME ? GRAPH.audience : (kept[name]?.clientId ?? name);
    }),
  };
}

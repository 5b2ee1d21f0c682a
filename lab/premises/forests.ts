/**
 * The forests of an estate, complete: whose each controller is and which suffixes lead where. An
 * estate that names none has one, of all controllers and all users.
 */
import { controllerHost, labHost } from '../../protocol/hosts.ts';
import type { ForestEntry, LabOptions, Site } from '../estate.ts';

export type EstateForest = Required<ForestEntry>;

/** What agents call a real directory: the guard of the fake agent admits lab names only. */
const REAL_DIRECTORY_URL = `ldaps://${labHost('real-directory')}`;

/** Where nobody named the agents' own forest. */
const OWN_FOREST = 'corp';

/** `domain` is the tenant's first one. What cannot be is refused before: `estate-problems.ts`. */
export function forestsOf(
  { forests = [] }: Pick<LabOptions, 'forests'>,
  sites: readonly Site[],
  domain: string,
): readonly EstateForest[] {
  const controllers = sites.flatMap((site) => site.controllers);
  const [own = { name: OWN_FOREST, controllers: [] }, ...others] = forests;
  const taken = new Set(others.flatMap((forest) => forest.controllers));
  const ownControllers = controllers.filter((name) => !taken.has(name));
  return [
    { ...completeForest(own, [domain]), controllers: ownControllers },
    ...others.map((forest) => completeForest(forest, [suffixFor(forest)])),
  ];
}

/** `fabrikam` → `fabrikam.example`; a forest that is named like a domain has that one. */
export function suffixFor({ name }: Pick<ForestEntry, 'name'>): string {
  return name.includes('.') ? name : `${name}.example`;
}

/** Where a site's agents ask; a forest without controllers of the lab is a real one. */
export function directoryUrls(
  own: Site,
  sites: readonly Site[],
  forests: readonly EstateForest[],
): readonly string[] {
  const names = controllersFrom(own, sites, forests);
  return names.length === 0
    ? [REAL_DIRECTORY_URL]
    : names.map((name) => `ldaps://${controllerHost(name)}`);
}

function completeForest(forest: ForestEntry, suffixes: readonly string[]): EstateForest {
  const { trust = 'two-way', replicationDelayMs = 0 } = forest;
  return { suffixes, ...forest, trust, replicationDelayMs };
}

/**
 * Whom a site's agents can ask: controllers of their own forest, those of the site first, then
 * those it is lent, then the others.
 */
function controllersFrom(
  own: Site,
  sites: readonly Site[],
  forests: readonly EstateForest[],
): readonly string[] {
  const theirs = new Set(forests[0]?.controllers);
  const lender = sites.filter(({ name }) => name === own.controllersOf);
  const others = sites.filter((site) => site !== own && !lender.includes(site));
  return [own, ...lender, ...others]
    .flatMap(({ controllers }) => controllers)
    .filter((name) => theirs.has(name));
}

/**
 * Changes to an estate on paper: `add:2`, `add:2@branch`, `remove:agt-1`, `remove:branch`,
 * `move:branch@5ms`. What they would do to users while they happen is for `pta-lab rehearse`.
 */
import { LabError } from '../../runtime/lab-error.ts';
import { didYouMean } from '../../runtime/yaml/nearest.ts';
import type { PlannedSite } from './plan-options.ts';

const FORMS = 'add:2, add:2@site, remove:agent, remove:site or move:site@5ms';

/** @throws LabError `USAGE_CHANGE` */
export function changeSites(sites: readonly PlannedSite[], change: string): PlannedSite[] {
  const [, verb, rest = ''] = /^(add|remove|move):(.+)$/.exec(change) ?? [];
  switch (verb) {
    case 'add':
      return addAgents(sites, rest, change);
    case 'remove':
      return removeNamed(sites, rest);
    case 'move':
      return moveSite(sites, rest, change);
    default:
      throw new LabError('USAGE_CHANGE', `--change: expected ${FORMS}, got "${change}"`);
  }
}

function addAgents(sites: readonly PlannedSite[], rest: string, change: string): PlannedSite[] {
  const [, count = '', , at] = /^(\d{1,2})(@(.+))?$/.exec(rest) ?? [];
  if (!(Number(count) > 0)) {
    throw new LabError('USAGE_CHANGE', `--change: expected add:2 or add:2@site, got "${change}"`);
  }
  const site = at === undefined ? sites[0] : siteNamed(sites, at);
  const taken = sites.flatMap(({ agents }) => agents);
  const fresh: string[] = [];
  for (let number = 1; fresh.length < Number(count); number++) {
    if (!taken.includes(`agt-${number}`)) fresh.push(`agt-${number}`);
  }
  return sites.map((one) => (one === site ? { ...one, agents: [...one.agents, ...fresh] } : one));
}

function removeNamed(sites: readonly PlannedSite[], name: string): PlannedSite[] {
  const known = [...sites.map((site) => site.name), ...sites.flatMap(({ agents }) => agents)];
  if (!known.includes(name)) {
    const sentence = `--change: expected an agent or a site to remove, got "${name}"`;
    const meant = didYouMean(name, known) || ';';
    throw new LabError('USAGE_CHANGE', `${sentence}${meant} known are ${known.join(', ')}`);
  }
  return sites
    .filter((site) => site.name !== name)
    .map((site) => ({ ...site, agents: site.agents.filter((agent) => agent !== name) }));
}

function moveSite(sites: readonly PlannedSite[], rest: string, change: string): PlannedSite[] {
  const [, name = '', ms = ''] = /^(.+)@(\d+(?:\.\d+)?)ms$/.exec(rest) ?? [];
  if (name === '') {
    throw new LabError('USAGE_CHANGE', `--change: expected move:site@5ms, got "${change}"`);
  }
  const site = siteNamed(sites, name);
  return sites.map((one) => (one === site ? { ...one, controllerLatencyMs: Number(ms) } : one));
}

function siteNamed(sites: readonly PlannedSite[], name: string): PlannedSite {
  const site = sites.find((one) => one.name === name);
  if (site) return site;
  const known = sites.map((one) => one.name);
  const sentence = `--change: expected one of the sites (${known.join(', ')}), got "${name}"`;
  throw new LabError('USAGE_CHANGE', `${sentence}${didYouMean(name, known)}`);
}

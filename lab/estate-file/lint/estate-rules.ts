/** Lint rules about how many agents and controllers there are, and where. */
import { LIMITS } from '../../../protocol/limits.ts';
import { parseDuration } from '../../../runtime/duration.ts';
import { carriedPerSecond } from '../capacities.ts';
import type { SiteDescription } from '../estate-description.ts';
import { type LintRule, serversOf } from './rule.ts';

export const SINGLE_AGENT: LintRule = {
  severity: 'error',
  advice: 'Install a second agent on another server before anything else is changed.',
  sources: ['ED-QS', 'SEED-C'],
  find({ description }) {
    const [only, ...others] = serversOf(description);
    if (only === undefined || others.length > 0) return [];
    return [`${only.agent} is the only agent: when its server restarts, nobody signs in`];
  },
};

export const FEW_AGENTS: LintRule = {
  severity: 'warning',
  advice: `Run at least ${LIMITS.agentsRecommended.value} agents in production.`,
  sources: LIMITS.agentsRecommended.sources,
  find({ description }) {
    const { length } = serversOf(description);
    const least = LIMITS.agentsRecommended.value;
    return length > 1 && length < least ? [`there are ${length} agents, fewer than ${least}`] : [];
  },
};

export const ONE_SITE: LintRule = {
  severity: 'warning',
  advice: 'Put an agent at a second site, behind another firewall and line.',
  sources: ['SEED-C', 'lab'],
  find({ description: { sites } }) {
    const staffed = sites.filter(({ agents }) => agents.length > 0);
    const [only] = staffed;
    if (only === undefined || staffed.length > 1) return [];
    return [`all agents are at ${only.name}: one line or one firewall rule takes them all`];
  },
};

export const INACTIVE_LISTED: LintRule = {
  severity: 'note',
  advice:
    'Find out whether each is the old entry of a server that was installed anew, or a server ' +
    'that fell silent.',
  sources: ['ED-FAQ', 'ED-UPG'],
  find: ({ description: { sites } }) =>
    sites.flatMap(({ inactive = [] }) =>
      inactive.map((agent) => `Entra lists ${agent} as Inactive; the lab does not start it`),
    ),
};

export const BELOW_N_PLUS_ONE: LintRule = {
  severity: 'error',
  advice: 'Add agents until the peak fits on all but one of them; try it with a rehearsal.',
  sources: LIMITS.agentSignInsPerSecond.sources,
  find({ description }) {
    const { signInsPerSecond } = description;
    const each = serversOf(description).map(({ capacity = description.capacity }) =>
      carriedPerSecond(capacity),
    );
    const left = each.length - 1;
    // The worst that can happen is that the best one is down.
    const carried = each.reduce((sum, one) => sum + one, 0) - Math.max(0, ...each);
    if (signInsPerSecond === undefined || signInsPerSecond <= carried) return [];
    return [
      `with one agent down, ${left} carry about ${carried} sign-ins a second; the peak is ` +
        `${signInsPerSecond}`,
    ];
  },
};

export const FAR_CONTROLLERS: LintRule = {
  severity: 'warning',
  advice: 'Install agents close to domain controllers: each sign-in waits for the way and back.',
  sources: ['ED-FAQ', 'lab'],
  find({ description: { sites } }) {
    const near = LIMITS.controllerNearMs.value;
    return sites.flatMap(({ name, agents, controllerLatency }) => {
      if (agents.length === 0 || controllerLatency === undefined) return [];
      return parseDuration(controllerLatency) > near
        ? [`the agents at ${name} are ${controllerLatency} away from their controllers`]
        : [];
    });
  },
};

export const BORROWED_CONTROLLERS: LintRule = {
  severity: 'warning',
  advice: 'Move the agents to the site of the controllers, or put a controller beside them.',
  sources: ['ED-FAQ', 'lab'],
  find: ({ description: { sites } }) =>
    sites.flatMap(({ name, agents, controllersOf }) =>
      controllersOf !== undefined && agents.length > 0
        ? [`the agents at ${name} use the controllers of ${controllersOf}, over the line between`]
        : [],
    ),
};

export const SINGLE_CONTROLLER: LintRule = {
  severity: 'error',
  advice: 'Have two controllers that agents can reach in each forest.',
  sources: ['SEED-C', 'lab'],
  find({ description: { sites, forests } }) {
    const all = sites.flatMap(controllersOf);
    if (forests === undefined) {
      return all.length === 1 ? [`${all[0]} is the only domain controller`] : [];
    }
    const taken = forests.slice(1).flatMap(({ controllers }) => controllers);
    return forests.flatMap(({ name, controllers }, at) => {
      const own = at === 0 ? all.filter((one) => !taken.includes(one)) : controllers;
      return own.length === 1 ? [`${own[0]} is the only domain controller of ${name}`] : [];
    });
  },
};

function controllersOf({ controllers = [] }: SiteDescription): readonly string[] {
  return controllers;
}

export const NO_TRUST: LintRule = {
  severity: 'error',
  advice: 'Forests need a two-way trust with that of the agents, and routed name suffixes.',
  sources: ['ED-QS', 'ED-FAQ'],
  find: ({ description: { forests = [] } }) =>
    forests
      .slice(1)
      .flatMap(({ name, trust }) =>
        trust === 'none' ? [`no agent can validate the users of ${name}: there is no trust`] : [],
      ),
};

/**
 * Which faults cannot be on together: a service that is stopped cannot be slow, one wire cannot
 * drop and refuse. Everything else composes, whatever the order.
 */
import type {
  ControllerEffect,
  Effect,
  PathEffect,
  PathScope,
  AgentServerEffect as ServerEffect,
} from '../../../protocol/effects.ts';
import { matchesHost } from '../../../protocol/hosts.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { Site } from '../../estate.ts';

export interface Cause {
  id: string;
  effects: readonly Effect[];
}

/** @throws LabError `FAULT_CONTRADICTION`, with a sentence that names both. */
export function refuseContradiction(
  next: Cause,
  active: readonly Cause[],
  sites: readonly Site[],
): void {
  const sentence = describeContradiction(next, active, sites);
  if (sentence !== undefined) throw new LabError('FAULT_CONTRADICTION', `${sentence}.`);
}

/** The sentence without its full stop; undefined where all go together. */
export function describeContradiction(
  next: Cause,
  active: readonly Cause[],
  sites: readonly Site[],
): string | undefined {
  for (const before of active) {
    for (const effect of next.effects) {
      const other = before.effects.find((one) => contradicts(one, effect, sites));
      if (!other) continue;
      return (
        `${next.id} (${describe(effect)}) contradicts ${before.id} (${describe(other)}), which is ` +
        'on at the same place: take that one back first, or choose another place'
      );
    }
  }
  return undefined;
}

function contradicts(a: Effect, b: Effect, sites: readonly Site[]): boolean {
  if (a.on === 'path' && b.on === 'path') {
    return clashOnPath(a, b) && overlap(a.scope, b.scope, sites);
  }
  if (a.on === 'controller' && b.on === 'controller') {
    return clashAtController(a, b) && share(a.controllers, b.controllers);
  }
  if (a.on === 'agent-server' && b.on === 'agent-server') {
    return clashAtServer(a, b) && share(a.agents, b.agents);
  }
  return false;
}

const WAYS: readonly PathEffect['kind'][] = ['drop', 'refuse', 'reset', 'stall'];

function clashOnPath(a: PathEffect, b: PathEffect): boolean {
  if (a.kind === 'inspect' && b.kind === 'inspect') {
    return a.authority !== b.authority || a.presents !== b.presents;
  }
  if (a.kind === 'resolve' && b.kind === 'resolve') return a.answer !== b.answer;
  if (a.kind === 'proxy' && b.kind === 'proxy') return a.behaviour !== b.behaviour;
  return a.kind !== b.kind && WAYS.includes(a.kind) && WAYS.includes(b.kind);
}

function clashAtController(a: ControllerEffect, b: ControllerEffect): boolean {
  if (a.kind === 'clock-offset' && b.kind === 'clock-offset') return a.offsetMs !== b.offsetMs;
  return a.kind !== b.kind && isSlowOrGone(a.kind) && isSlowOrGone(b.kind);
}

function isSlowOrGone(kind: ControllerEffect['kind']): boolean {
  return kind === 'stop' || kind === 'hang' || kind === 'slow';
}

const GONE: readonly ServerEffect['kind'][] = ['stop-service', 'hang', 'crash'];
const NEEDS_A_RUNNING_AGENT: readonly ServerEffect['kind'][] = [
  ...GONE,
  ...(['crash-on-request', 'slow', 'capacity'] as const),
];

function clashAtServer(a: ServerEffect, b: ServerEffect): boolean {
  if (a.kind === 'clock-offset' && b.kind === 'clock-offset') return a.offsetMs !== b.offsetMs;
  if (a.kind === 'outdated' && b.kind === 'outdated') return a.version !== b.version;
  if (a.kind === b.kind) return false;
  return (
    (GONE.includes(a.kind) && NEEDS_A_RUNNING_AGENT.includes(b.kind)) ||
    (GONE.includes(b.kind) && NEEDS_A_RUNNING_AGENT.includes(a.kind))
  );
}

/** Lists of names in which `*` alone means all. */
function share(a: readonly string[], b: readonly string[]): boolean {
  if (a.includes('*') || b.includes('*')) return true;
  return a.some((name) => b.includes(name));
}

function overlap(a: PathScope, b: PathScope, sites: readonly Site[]): boolean {
  const shareHosts =
    a.hosts.some((host) => covers(b.hosts, host)) || b.hosts.some((host) => covers(a.hosts, host));
  const sharePorts = !a.ports || !b.ports || a.ports.some((port) => b.ports?.includes(port));
  const [agentsA, agentsB] = [agentsIn(a, sites), agentsIn(b, sites)];
  return shareHosts && sharePorts && agentsA.some((name) => agentsB.includes(name));
}

function covers(patterns: readonly string[], host: string): boolean {
  return patterns.includes(host) || matchesHost(patterns, host.replace('*.', 'any.'));
}

function agentsIn({ sites: named, components }: PathScope, sites: readonly Site[]): string[] {
  return sites
    .filter(({ name }) => named?.includes(name) ?? true)
    .flatMap(({ agents }) => agents)
    .filter((name) => components?.includes(name) ?? true);
}

function describe(effect: Effect): string {
  const { on } = effect;
  if (effect.on === 'administration') return `${on}: ${effect.change}`;
  const parts = Object.entries(effect).filter(([name]) => DESCRIBED.includes(name));
  return `${on}: ${parts.map(([, value]) => String(value)).join(' ')}`;
}

const DESCRIBED = ['kind', 'authority', 'presents', 'answer', 'behaviour', 'offsetMs', 'version'];

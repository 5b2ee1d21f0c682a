/**
 * What the path does to one connection, all effects on it taken together: the one exhaustive switch
 * over path effects, used by the live gateway and dialer and by the virtual network. It says what
 * happens, not what it looks like: that comes out of the handshakes.
 */
import type {
  InspectionAuthority,
  PathEffect,
  Presented,
  ProxyBehaviour,
} from '../protocol/effects.ts';
import { isDirectoryPort } from '../protocol/tcp.ts';
import { type PathLink, pathEffectsFor } from './path.ts';

export type Direction = 'both' | 'out' | 'in';
export type StallEffect = Extract<PathEffect, { kind: 'stall' }>;

/** What becomes of a new connection, once its name is resolved. */
export type Way =
  | { kind: 'open' | 'drop' | 'refuse' | 'reset' }
  | { kind: 'stall'; by: StallEffect }
  | InspectedWay
  /** The site's proxy does not let it through. */
  | { kind: 'proxy'; answer: Exclude<ProxyBehaviour, 'refuses-upgrades' | 'broken-pac'> };

export interface InspectedWay {
  kind: 'inspect';
  authority: InspectionAuthority;
  presents: Presented;
  /** False: what asks for a web socket is refused by the proxy. */
  upgrades: boolean;
  /** The device leaves the path with it, and takes along every connection that it had ended. */
  by: PathEffect;
}

export interface Course {
  way: Way;
  /** Where the name leads, if not to its host. */
  resolution: 'right' | 'no-such-name' | 'wrong-address';
  resolveMs: number;
  /** As the client finds out: a broken PAC file lets it go direct. */
  proxied: boolean;
  /** One way, each packet. */
  delayMs: number;
  /** Probability that one packet is lost. */
  lossShare: number;
}

/** Pre-made for the usual case, that nothing is on the path. */
const CLEAR: Course = {
  way: { kind: 'open' },
  resolution: 'right',
  resolveMs: 0,
  proxied: false,
  delayMs: 0,
  lossShare: 0,
};
const CLEAR_BY_PROXY: Course = { ...CLEAR, proxied: true };

/** `proxyOnly`: from the link's site nothing leaves directly, except to the directory. */
export function decideCourse(
  effects: readonly PathEffect[],
  link: PathLink,
  proxyOnly = false,
): Course {
  if (effects.length === 0 && !proxyOnly) return link.proxied ? CLEAR_BY_PROXY : CLEAR;
  const onPath = pathEffectsFor(effects, link);
  const direct = onPath.some(
    (effect) => effect.kind === 'proxy' && effect.behaviour === 'broken-pac',
  );
  const proxied = link.proxied !== false && !direct;
  const course = { ...(proxied ? CLEAR_BY_PROXY : CLEAR) };
  for (const effect of onPath) if (effect.kind !== 'proxy' || proxied) add(course, effect);
  if (proxyOnly && !proxied && !isDirectoryPort(link.port)) course.way = { kind: 'drop' };
  return course;
}

function add(course: Course, effect: PathEffect): void {
  switch (effect.kind) {
    case 'drop':
    case 'refuse':
    case 'reset':
      take(course, { kind: effect.kind });
      break;
    case 'stall':
      take(course, { kind: 'stall', by: effect });
      break;
    case 'delay':
      course.delayMs += effect.delayMs;
      break;
    case 'loss':
      course.lossShare = 1 - (1 - course.lossShare) * (1 - effect.lossShare);
      break;
    case 'inspect': {
      const { authority, presents } = effect;
      take(course, { kind: 'inspect', authority, presents, upgrades: true, by: effect });
      break;
    }
    case 'resolve':
      if (effect.answer === 'late') course.resolveMs += effect.delayMs;
      else if (course.resolution === 'right') course.resolution = effect.answer;
      break;
    case 'proxy':
      take(course, wayOfProxy(effect));
      break;
    default:
      effect satisfies never;
  }
}

/** The first one on the path decides. */
function take(course: Course, way: Way): void {
  if (course.way.kind === 'open') course.way = way;
}

function wayOfProxy(effect: Extract<PathEffect, { kind: 'proxy' }>): Way {
  const { behaviour } = effect;
  switch (behaviour) {
    case 'refuses-upgrades':
      // Who only passes bytes on after CONNECT sees no upgrade: this proxy inspects, with a CA
      // that the site trusts.
      return {
        ...{ kind: 'inspect', authority: 'trusted', presents: 'valid' },
        ...{ upgrades: false, by: effect },
      };
    case 'broken-pac':
      // Whoever gets here goes through the proxy all the same.
      return { kind: 'open' };
    default:
      return { kind: 'proxy', answer: behaviour };
  }
}

/** Of a connection that came up on `way`: whether what carried it is still there. */
export function isStillCarried(way: Way | undefined, effects: readonly PathEffect[]): boolean {
  return way?.kind !== 'inspect' || effects.includes(way.by);
}

/** What a new effect does to a connection that is already open; a direction: nothing passes. */
export function fateOfOpen(effect: PathEffect): 'keep' | 'cut' | Direction {
  switch (effect.kind) {
    case 'delay':
    case 'loss':
    case 'resolve':
      return 'keep';
    case 'stall':
      return effect.established === 'keep' ? 'keep' : effect.direction;
    case 'drop':
    case 'refuse':
    case 'reset':
    case 'inspect':
    case 'proxy':
      return effect.established === 'blackhole' ? 'both' : effect.established;
  }
}

/**
 * What is wrong with the server an agent runs on. The one place that reads `AgentServerEffect`:
 * everybody else sees conditions, which say what is the case and never why.
 */
import type { AgentServerEffect } from '../protocol/effects.ts';

export interface Conditions {
  /** Why the service does not run: it was stopped in good order, or its process is gone. */
  readonly down?: 'stopped' | 'crashed';
  readonly hung?: boolean;
  readonly crashesOnRequest?: boolean;
  /** Each may hit a share of the answers; those that hit add up. */
  readonly slow: readonly { delayMs: number; share: number }[];
  /** Validations a second that this server can do; absent: more than anybody asks for. */
  readonly perSecond?: number;
  /** What is found where the private key was. */
  readonly key?: 'gone' | 'another';
  readonly cloned?: boolean;
  readonly renewalOff?: boolean;
  readonly updaterStopped?: boolean;
  /** How far the server's own clock is ahead of lab time. */
  readonly clockOffsetMs: number;
  readonly tls12Off?: boolean;
  /** The version that runs here, where it is not the installed one. */
  readonly version?: string;
}

export const HEALTHY: Conditions = { slow: [], clockOffsetMs: 0 };

/** Effects compose: offsets add up, the smallest capacity and the worst state win. */
export function conditionsFrom(effects: readonly AgentServerEffect[]): Conditions {
  return effects.reduce(withEffect, HEALTHY);
}

function withEffect(seen: Conditions, effect: AgentServerEffect): Conditions {
  switch (effect.kind) {
    case 'stop-service':
      return { ...seen, down: seen.down ?? 'stopped' };
    case 'crash':
      return { ...seen, down: 'crashed' };
    case 'hang':
      return { ...seen, hung: true };
    case 'crash-on-request':
      return { ...seen, crashesOnRequest: true };
    case 'slow':
      return {
        ...seen,
        slow: [...seen.slow, { delayMs: effect.delayMs, share: effect.share ?? 1 }],
      };
    case 'capacity':
      return { ...seen, perSecond: Math.min(effect.perSecond, seen.perSecond ?? Infinity) };
    case 'lose-key':
      return { ...seen, key: effect.left === 'another-key' ? 'another' : 'gone' };
    case 'clone':
      return { ...seen, cloned: true };
    case 'no-renewal':
      return { ...seen, renewalOff: true };
    case 'stop-updater':
      return { ...seen, updaterStopped: true };
    case 'clock-offset':
      return { ...seen, clockOffsetMs: seen.clockOffsetMs + effect.offsetMs };
    case 'no-tls-1.2':
      return { ...seen, tls12Off: true };
    case 'outdated':
      return { ...seen, version: effect.version };
    default:
      return effect satisfies never;
  }
}

/**
 * Whether the service has to start anew to get from one to the other: settings of the machine that
 * are read at the start, and everything that a restart is the cure for.
 */
export function needsRestart(before: Conditions, after: Conditions): boolean {
  const healed = (name: 'hung' | 'key') => before[name] !== undefined && after[name] === undefined;
  return (
    healed('hung') ||
    healed('key') ||
    before.tls12Off !== after.tls12Off ||
    before.version !== after.version
  );
}

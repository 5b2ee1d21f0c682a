/**
 * Trouble of the cloud itself: the one place that interprets cloud effects. The services ask about
 * a condition where it would bite them; while no effect is on, nothing is drawn and nothing waits.
 */
import type { CloudEffect } from '../protocol/effects.ts';
import type { Dice } from '../runtime/ports.ts';

export interface Conditions {
  /** All that are on now, in place of those before. */
  apply(effects: readonly CloudEffect[]): void;
  /** Of one sign-in: refused because the tenant makes too many. */
  throttlesSignIn(): boolean;
  /** Of one validation request: taken, and never handed to an agent. */
  losesRequest(): boolean;
  /** Of one answer of an agent: does not arrive as it was sent. */
  garblesAnswer(): boolean;
  readonly bootstrapOut: boolean;
  readonly renewalRefused: boolean;
  readonly graphThrottled: boolean;
  /** How long answers of agents lie before somebody reads them. */
  readonly answerDelayMs: number;
}

interface Shares {
  throttle: number;
  loss: number;
  garble: number;
}

const PARTS = 1_000_000;

/** `dice`: a stream of its own, forked for each purpose. */
export function createConditions(dice: Dice): Conditions {
  const streams = {
    throttle: dice.fork('throttle'),
    loss: dice.fork('loss'),
    garble: dice.fork('garble'),
  };
  let current = interpret([]);
  const hits = (purpose: keyof Shares) => {
    const share = current.shares[purpose];
    return share > 0 && streams[purpose].below(PARTS) < share * PARTS;
  };
  return {
    apply(effects) {
      current = interpret(effects);
    },
    throttlesSignIn: () => hits('throttle'),
    losesRequest: () => hits('loss'),
    garblesAnswer: () => hits('garble'),
    get bootstrapOut() {
      return current.bootstrapOut;
    },
    get renewalRefused() {
      return current.renewalRefused;
    },
    get graphThrottled() {
      return current.graphThrottled;
    },
    get answerDelayMs() {
      return current.answerDelayMs;
    },
  };
}

/** Several of a kind compose: each share is of what the others left over, delays add up. */
function interpret(effects: readonly CloudEffect[]) {
  const shares: Shares = { throttle: 0, loss: 0, garble: 0 };
  const state = {
    ...{ bootstrapOut: false, renewalRefused: false, graphThrottled: false },
    ...{ answerDelayMs: 0, shares },
  };
  for (const effect of effects) {
    switch (effect.kind) {
      case 'throttle-sign-ins':
        shares.throttle = joined(shares.throttle, effect.share);
        break;
      case 'lose-queue':
        shares.loss = joined(shares.loss, effect.share);
        break;
      case 'garble-answers':
        shares.garble = joined(shares.garble, effect.share);
        break;
      case 'bootstrap-outage':
        state.bootstrapOut = true;
        break;
      case 'refuse-renewal':
        state.renewalRefused = true;
        break;
      case 'throttle-graph':
        state.graphThrottled = true;
        break;
      case 'delay-answers':
        state.answerDelayMs += effect.delayMs;
        break;
      default:
        effect satisfies never;
    }
  }
  return state;
}

function joined(share: number, other: number): number {
  return 1 - (1 - share) * (1 - other);
}

/**
 * The phases of one attempt to dial, each with the lab time it took, and the patience of the caller
 * for all of them together: when it is over, whatever is still going on is given up.
 */
import type { NetworkFailure, NetworkPhase } from '../../protocol/network-failure.ts';
import type { Call, Outcome, Peer } from '../ports.ts';
import type { Activity } from './activity.ts';
import type { LiveClock } from './clock.ts';

export interface Attempt extends Disposable {
  phaseMs: Outcome<never>['phaseMs'];
  step<T>(phase: NetworkPhase, work: Promise<T>): Promise<T | 'timed-out'>;
  fail(failure: NetworkFailure, at: NetworkPhase, peer?: Peer): Outcome<never>;
  /** Called when time runs out. */
  givingUp(run: () => void): void;
}

export function startAttempt(
  { clock, activity }: { clock: LiveClock; activity: Activity },
  { timeoutMs, connectTimeoutMs = timeoutMs }: Call,
): Attempt {
  const phaseMs: Attempt['phaseMs'] = { resolve: 0 };
  const { promise: over, resolve } = Promise.withResolvers<'timed-out'>();
  let giveUp = () => {};
  const patience = clock.at(clock.nowMs() + Math.min(timeoutMs, connectTimeoutMs), () => {
    resolve('timed-out');
    giveUp();
  });
  return {
    phaseMs,
    async step(phase, work) {
      const startMs = clock.preciseMs();
      const result = await Promise.race([work, over]);
      phaseMs[phase] = clock.preciseMs() - startMs;
      activity.touch();
      return result;
    },
    fail: (failure, at, peer) => ({ ok: false, failure, at, phaseMs, ...(peer && { peer }) }),
    givingUp(run) {
      giveUp = run;
    },
    [Symbol.dispose]: () => patience[Symbol.dispose](),
  };
}

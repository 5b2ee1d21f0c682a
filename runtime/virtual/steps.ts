/**
 * The phases of one attempt to connect, each with the lab time it took, against the time that all
 * of them may take together.
 */
import type { NetworkFailure, NetworkPhase } from '../../protocol/network-failure.ts';
import type { Call, Clock, Outcome, Peer } from '../ports.ts';

export interface Steps {
  /** What the outcome tells of the phases so far. */
  seen: Pick<Outcome<never>, 'phaseMs'>;
  /** Waits; false if time ran out, also if only just. */
  take(phase: NetworkPhase, wantedMs: number): Promise<boolean>;
  fail(failure: NetworkFailure, at: NetworkPhase, peer?: Peer): Outcome<never>;
}

export function startSteps(clock: Clock, call: Call): Steps {
  let leftMs = Math.min(call.connectTimeoutMs ?? call.timeoutMs, call.timeoutMs);
  const phaseMs: Outcome<never>['phaseMs'] = {};
  return {
    seen: { phaseMs },
    async take(phase, wantedMs) {
      const takenMs = Math.min(wantedMs, leftMs);
      phaseMs[phase] = takenMs;
      // A name that is there at once needs no turn of the clock.
      if (phase !== 'resolve' || takenMs > 0) await clock.sleep(takenMs);
      const inTime = takenMs < leftMs;
      leftMs -= takenMs;
      return inTime;
    },
    fail: (failure, at, peer) => ({ ok: false, failure, at, phaseMs, ...(peer && { peer }) }),
  };
}

/**
 * How long one attempt may take, all phases together, and how long each of them took. When time is
 * over, whatever is still open is given up: nothing of an attempt outlives it.
 */
import type { Socket } from 'node:net';
import type { NetworkFailure, NetworkPhase } from '../../../protocol/network-failure.ts';
import type { Call, Outcome, Peer } from '../../../runtime/ports.ts';

export interface Patience {
  phaseMs: Outcome<never>['phaseMs'];
  /** Also gives `timed-out` to what is still going on when time runs out. */
  step<T>(phase: NetworkPhase, work: Promise<T>): Promise<T | 'timed-out'>;
  /** As `step`, without keeping the time. */
  before<T>(work: Promise<T>): Promise<T | 'timed-out'>;
  /** The connection stands: from here on only the time of the whole call counts. */
  connected(): void;
  fail(failure: NetworkFailure, at: NetworkPhase, peer?: Peer): Outcome<never>;
  /**
   * What is destroyed when time runs out, or at the end at the latest, in place of what was held
   * before: to destroy a socket under its TLS ends Node with a segmentation fault.
   */
  hold(socket: Socket): void;
}

export async function withPatience<T>(
  call: Call,
  attempt: (patience: Patience) => Promise<T>,
): Promise<T> {
  const patience = startPatience(call);
  try {
    return await attempt(patience);
  } finally {
    patience.end();
  }
}

function startPatience({ timeoutMs, connectTimeoutMs = timeoutMs }: Call) {
  const startMs = performance.now();
  const phaseMs: Patience['phaseMs'] = {};
  const { promise: over, resolve } = Promise.withResolvers<'timed-out'>();
  let held: Socket | undefined;
  let isOver = false;
  const giveUp = () => {
    isOver = true;
    resolve('timed-out');
    held?.destroy();
  };
  let timer = setTimeout(giveUp, Math.min(timeoutMs, connectTimeoutMs));
  const before = <T>(work: Promise<T>) => Promise.race([work, over]);
  const patience: Patience & { end(): void } = {
    ...{ phaseMs, before },
    async step(phase, work) {
      const beganMs = performance.now();
      const result = await before(work);
      phaseMs[phase] = roundMs(performance.now() - beganMs);
      return result;
    },
    connected() {
      clearTimeout(timer);
      const leftMs = timeoutMs - (performance.now() - startMs);
      if (!isOver) timer = setTimeout(giveUp, Math.max(0, leftMs));
    },
    fail: (failure, at, peer) => ({ ok: false, failure, at, phaseMs, ...(peer && { peer }) }),
    hold(socket) {
      held = socket;
      if (isOver) socket.destroy();
    },
    end() {
      clearTimeout(timer);
      held?.destroy();
    },
  };
  return patience;
}

export function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/**
 * One question over a link and its answer, against lab time and against the link breaking on the
 * way.
 */
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import type { Clock } from '../ports.ts';
import type { Link } from './link.ts';

export type RoundTrip<T> = { tookMs: number } & (
  | { ok: true; value: T }
  | { ok: false; failure: NetworkFailure }
);

/** There and back within `leftMs`; the link may break on the way. */
export function roundTrip<T>(
  clock: Clock,
  link: Link,
  leftMs: number,
  ask: () => Promise<T>,
): Promise<RoundTrip<T>> {
  const startMs = clock.nowMs();
  return new Promise((resolve) => {
    const undo: Disposable[] = [];
    const finish = (end: { ok: true; value: T } | { ok: false; failure: NetworkFailure }) => {
      for (const each of undo.splice(0)) each[Symbol.dispose]();
      resolve({ ...end, tookMs: clock.nowMs() - startMs });
    };
    undo.push(
      clock.at(startMs + leftMs, () => finish({ ok: false, failure: 'timed-out' })),
      link.onBreak((failure) => finish({ ok: false, failure })),
    );
    link.send('out', async () => {
      const value = await ask();
      link.send('in', () => finish({ ok: true, value }));
    });
  });
}

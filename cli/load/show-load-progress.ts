/**
 * Progress on stderr: on a terminal one line that is written over each second, otherwise one line
 * every ten seconds. It shows and decides nothing.
 */
import type { LoadSecond } from '../../load/load-result.ts';

export interface LoadProgress extends Disposable {
  show(second: LoadSecond | undefined, endsAtMs: number): void;
}

const LINE_EVERY_MS = 10_000;
const CLEAR = '\r\u001b[2K';

export function showLoadProgress(id: string): LoadProgress {
  const { stderr } = process;
  let shownMs = -LINE_EVERY_MS;
  return {
    show(second, endsAtMs) {
      const text = `${id}: ${second ? renderSecond(second, endsAtMs) : 'starting the lab …'}`;
      if (stderr.isTTY) {
        stderr.write(`${CLEAR}${text.slice(0, stderr.columns - 1)}`);
        return;
      }
      if (second && second.atMs - shownMs < LINE_EVERY_MS) return;
      if (second) shownMs = second.atMs;
      stderr.write(`${text}\n`);
    },
    [Symbol.dispose]() {
      if (stderr.isTTY) stderr.write(CLEAR);
    },
  };
}

/** `402/s of 400/s due, p95 21 ms, 0 failed, 38 s left` */
export function renderSecond(second: LoadSecond, endsAtMs: number): string {
  const { atMs, intended, dropped, completed, failed, p95 } = second;
  const leftS = Math.ceil((endsAtMs - atMs) / 1000) - 1;
  return [
    `${completed}/s of ${intended}/s due`,
    p95 === undefined ? 'none answered' : `p95 ${p95.toFixed(0)} ms`,
    `${failed} failed`,
    ...(dropped > 0 ? [`${dropped} not begun`] : []),
    leftS > 0 ? `${leftS} s left` : 'waiting for the last answers',
  ].join(', ');
}

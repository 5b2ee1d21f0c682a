/**
 * The real time that a run may take: a lab that hangs must not hold up a pipeline for ever. What
 * was done until then is taken back, as after Ctrl-C.
 */

import { formatDuration, isDuration, parseDuration } from '../../runtime/duration.ts';
import { LabError } from '../../runtime/lab-error.ts';

export interface Limited extends Disposable {
  readonly signal: AbortSignal;
}

/** @throws LabError `USAGE_LIMIT` */
export function limitWallTime(stop: AbortSignal, text: string): Limited {
  const limitMs = isDuration(text) ? parseDuration(text) : 0;
  if (limitMs <= 0 || limitMs > TIMER_MS_MAX) {
    const range = `up to ${formatDuration(TIMER_MS_MAX)}`;
    const sentence = `--wall-limit: expected a duration such as 30m, ${range}, got "${text}"`;
    throw new LabError('USAGE_LIMIT', sentence);
  }
  const controller = new AbortController();
  const pass = () => controller.abort(stop.reason);
  stop.addEventListener('abort', pass);
  const sentence = `expected to be done within ${formatDuration(limitMs)} of real time (--wall-limit)`;
  const timer = setTimeout(() => controller.abort(new LabError('WALL_LIMIT', sentence)), limitMs);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      stop.removeEventListener('abort', pass);
    },
  };
}

/** What a timer of the machine can hold, in whole days. */
const TIMER_MS_MAX = 24 * 86_400_000;

/**
 * Forgets what is too old, now and a few times a day, as long as somebody keeps the history open.
 */
import { HOUR_MS } from '../../../protocol/time-units.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { History } from './history.ts';

const EVERY_MS = 6 * HOUR_MS;

/** A history that is locked just now is pruned next time. */
export function keepPruned(
  history: Pick<History, 'prune'>,
  tell: (line: string) => void,
): Disposable {
  const prune = () => {
    try {
      history.prune(Date.now());
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      tell(`history: ${error.message}`);
    }
  };
  prune();
  const timer = setInterval(prune, EVERY_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

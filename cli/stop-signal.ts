/**
 * Ctrl-C and SIGTERM as an AbortSignal, so that what was set up is taken down. Whoever presses
 * Ctrl-C a second time does not want to wait: the process ends at once, and says that it did not
 * tidy up.
 */
import { EXIT_CODES } from './exit-codes.ts';

export interface StopSignal extends Disposable {
  readonly signal: AbortSignal;
}

export function listenForStop(what: string): StopSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) {
      process.stderr.write(`Ended at once, without ${what}.\n`);
      process.exit(EXIT_CODES.interrupted.code);
    }
    process.stderr.write(`\nStopping: ${what} … (again to end at once)\n`);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const orphaned = process.env.npm_lifecycle_event === 'npx' ? onOrphaned(stop) : undefined;
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      clearInterval(orphaned);
    },
  };
}

const LOOK_EVERY_MS = 500;

/** npx ends its shell on SIGTERM without passing the signal on: then our parent is another one. */
function onOrphaned(stop: () => void): NodeJS.Timeout {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    stop();
  }, LOOK_EVERY_MS);
  return look.unref();
}

/** Settles when somebody wants the process to end. */
export function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
}

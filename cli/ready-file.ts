/**
 * The file by which a container's health check sees that its process does its work. It is kept
 * fresh, because one that hangs would leave a stale one behind.
 */
import { rmSync, writeFileSync } from 'node:fs';
import type { OutpostEvent } from '../lab/outposts/run-outpost.ts';

export interface ReadyFile extends Disposable {
  note(event: OutpostEvent['event']): void;
}

const FRESHEN_EVERY_MS = 2_000;

/** Undefined: nobody asks for one. */
export function keepReadyFile(file: string | undefined): ReadyFile {
  if (!file) return { note() {}, [Symbol.dispose]() {} };
  let beat: NodeJS.Timeout | undefined;
  const stop = () => {
    clearInterval(beat);
    rmSync(file, { force: true });
  };
  const freshen = () => writeFileSync(file, '');
  stop();
  return {
    note(event) {
      if (event === 'disconnected') stop();
      if (event !== 'connected') return;
      freshen();
      beat = setInterval(freshen, FRESHEN_EVERY_MS);
    },
    [Symbol.dispose]: stop,
  };
}

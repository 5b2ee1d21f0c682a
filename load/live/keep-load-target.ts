/**
 * The file that scripts read. It holds passwords: for this user only, and gone when the run or the
 * lab ends.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from '../../runtime/live/write-whole.ts';
import type { LoadTarget } from '../load-target.ts';

const LOAD_TARGET_FILE = 'load-target.json';

export interface KeptTarget extends Disposable {
  /** By its full path. */
  file: string;
}

export function keepLoadTarget(
  target: LoadTarget,
  folder: string,
  name: string = LOAD_TARGET_FILE,
): KeptTarget {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.resolve(folder, name);
  const text = `${JSON.stringify(target)}\n`;
  writeWhole(file, text);
  // Another lab that was started here later has put its own in the place.
  const remove = () => {
    if (readIfThere(file) === text) rmSync(file, { force: true });
  };
  process.once('exit', remove);
  return {
    file,
    [Symbol.dispose]() {
      process.off('exit', remove);
      remove();
    },
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * A target's file for one run, in a folder of its own that only this user can enter, with the CA
 * beside it for programs that read it from a file. All of it is gone when the run ends.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LoadTarget } from '../load-target.ts';
import { keepLoadTarget } from './keep-load-target.ts';

export interface OpenTarget extends Disposable {
  targetFile: string;
  /** PEM. */
  caFile: string;
}

export function openTarget(target: LoadTarget): OpenTarget {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-load-'));
  const kept = keepLoadTarget(target, folder);
  const caFile = path.join(folder, 'ca.pem');
  writeFileSync(caFile, target.caPem, { mode: 0o600 });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  return {
    ...{ targetFile: kept.file, caFile },
    [Symbol.dispose]() {
      kept[Symbol.dispose]();
      process.off('exit', remove);
      remove();
    },
  };
}

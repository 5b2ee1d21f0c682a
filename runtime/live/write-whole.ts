/**
 * A file that arrives whole or not at all: somebody may read it at any time, and a process that is
 * killed meanwhile leaves what was there before.
 */
import { randomUUID } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';

/** By default for this user only. */
export function writeWhole(file: string, text: string, mode = 0o600): void {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, text, { mode, flag: 'wx' });
  renameSync(draft, file);
}

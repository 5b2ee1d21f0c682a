/**
 * Writes what a person asked for with `--out`; a place that cannot be written is theirs to mend.
 */
import { writeFileSync } from 'node:fs';
import { LabError } from '../runtime/lab-error.ts';
import { systemWord } from '../runtime/live/read-text.ts';

/** @throws LabError `OUT_UNWRITABLE` */
export function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const sentence = `${file}: expected a file that can be written, got ${systemWord(cause)}`;
    throw new LabError('OUT_UNWRITABLE', sentence, { cause });
  }
}

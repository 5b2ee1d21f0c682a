/**
 * Files that people name, on a command line or in another file: what cannot be read is one
 * sentence, in the caller's words, with what the system said (`ENOENT`).
 */
import { readFileSync } from 'node:fs';
import { LabError } from '../lab-error.ts';

/**
 * `file`: its path, or 0 for what is piped in.
 *
 * @throws LabError `code`, with what `describe` makes of the system's word
 */
export function readText(
  file: string | 0,
  code: string,
  describe: (got: string) => string,
): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LabError(code, describe(systemWord(cause)), { cause });
  }
}

export function systemWord(cause: unknown): string {
  return String(cause instanceof Error && 'code' in cause ? cause.code : cause);
}

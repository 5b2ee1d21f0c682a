/** A file that an option names; `-` is what is piped in. */
import { readText } from '../runtime/live/read-text.ts';

/** @throws LabError `USAGE_FILE` */
export function readGivenFile(option: string, file: string): string {
  return readText(
    file === '-' ? 0 : file,
    'USAGE_FILE',
    (got) => `${option}: expected a file that can be read, got ${got} for "${file}"`,
  );
}

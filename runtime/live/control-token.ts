/**
 * The control API's token as whoever calls it has it: in a variable, or in a file that a variable
 * names. A file is read for each call, because a lab that is started anew may have another.
 */
import { readFileSync } from 'node:fs';
import { LabError } from '../lab-error.ts';
import { codeOf } from './failure.ts';

export const CONTROL_TOKEN_VARIABLE = 'PTA_LAB_CONTROL_TOKEN';
export const CONTROL_TOKEN_FILE_VARIABLE = 'PTA_LAB_CONTROL_TOKEN_FILE';

/** Undefined: there is none. @throws LabError `USAGE_CONTROL` for a file that cannot be read. */
export function readControlToken(env: NodeJS.ProcessEnv): string | undefined {
  const given = env[CONTROL_TOKEN_VARIABLE];
  if (given) return given;
  const file = env[CONTROL_TOKEN_FILE_VARIABLE];
  return file ? readTokenFile(file) : undefined;
}

function readTokenFile(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const sentence = `${CONTROL_TOKEN_FILE_VARIABLE}: expected the file of a lab that is up at ${file}, got ${codeOf(cause)}; start the lab first.`;
    throw new LabError('USAGE_CONTROL', sentence, { cause });
  }
}

/**
 * An administrator's name and password: the password from the environment or a file, never from the
 * command line, which every user of a host can read.
 */

import type { Credentials } from '../../lab/servers/registration-token.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { readText } from '../../runtime/live/read-text.ts';

export interface CredentialOptions {
  user?: string;
  passwordFile?: string;
}

/** Undefined without `--user`. @throws LabError `USAGE_PASSWORD` */
export function readCredentials({
  user,
  passwordFile,
}: CredentialOptions): Credentials | undefined {
  if (user === undefined) return undefined;
  const password = passwordFile ? readFirstLine(passwordFile) : process.env.PTA_LAB_PASSWORD;
  if (password) return { userName: user, password };
  const sentence = 'expected the password of --user in PTA_LAB_PASSWORD or --password-file';
  throw new LabError('USAGE_PASSWORD', sentence);
}

function readFirstLine(file: string): string {
  const text = readText(
    file,
    'USAGE_PASSWORD',
    (got) => `--password-file: expected a file that can be read, got ${got} for "${file}"`,
  );
  return text.split(/\r?\n/)[0] ?? '';
}

/**
 * Reads a secret from where the configuration says it lies, as late as possible. What it held never
 * gets into an error: the sentences name the key and the place, and a command's output is dropped.
 */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { LabError } from '../../runtime/lab-error.ts';
import { Secret } from '../../runtime/secret.ts';
import type { SecretRef } from '../target.ts';

const COMMAND_MS_MAX = 10_000;
const BYTES_MAX = 64 * 1024;
/** Of the permission bits: whatever group and world may do. */
const OTHERS = 0o077;

/**
 * `what`: the key in the configuration, for the sentence: `targets.contoso.account.password`.
 *
 * @throws LabError `TARGET_SECRET` if it is missing, empty, or open to other people of the machine.
 */
export async function readSecret(ref: SecretRef, what: string): Promise<Secret> {
  if ('ofLab' in ref) return ref.ofLab;
  const text = await readPlace(ref, what);
  const value = (text.split(/\r?\n/)[0] ?? '').trimEnd();
  if (value === '')
    throw missing(what, `${placeOf(ref)} to hold a secret, got an empty first line`);
  return new Secret(value);
}

function readPlace(ref: Exclude<SecretRef, { ofLab: Secret }>, what: string): Promise<string> {
  if ('env' in ref) return Promise.resolve(readVariable(ref.env, what));
  return 'file' in ref ? readGuarded(ref.file, what) : runCommand(ref.command, what);
}

function readVariable(name: string, what: string): string {
  const value = process.env[name];
  if (value !== undefined) return value;
  throw missing(
    what,
    `the environment variable ${name} to be set, got none; set it and start again`,
  );
}

/** The same descriptor is judged and read, so that nobody swaps the file in between. */
async function readGuarded(path: string, what: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY).catch((cause: NodeJS.ErrnoException) => {
    throw missing(what, `the file ${path} to be readable, got ${cause.code}`);
  });
  try {
    const { mode, size } = await file.stat();
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      const seen = (mode & 0o777).toString(8);
      throw missing(what, `${path} to be its owner’s alone, got mode ${seen}; run chmod 600 on it`);
    }
    if (size > BYTES_MAX) throw missing(what, `${path} to hold one line, got ${size} bytes`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function runCommand([program = '', ...rest]: readonly string[], what: string): Promise<string> {
  const limits = { timeout: COMMAND_MS_MAX, maxBuffer: BYTES_MAX, windowsHide: true };
  return new Promise((resolve, reject) => {
    // The error of `execFile` quotes the arguments and what the program printed: it is dropped.
    const child = execFile(program, rest, limits, (error, stdout) => {
      if (error === null) return resolve(stdout);
      const came = error.killed ? `none within ${COMMAND_MS_MAX / 1_000} s` : wordFor(error.code);
      reject(missing(what, `the command "${program}" to print it, got ${came}`));
    });
    child.stdin?.end();
  });
}

function wordFor(code: string | number | null | undefined): string {
  return typeof code === 'number' ? `exit code ${code}` : (code ?? 'an error');
}

function placeOf(ref: Exclude<SecretRef, { ofLab: Secret }>): string {
  if ('env' in ref) return `the environment variable ${ref.env}`;
  return 'file' in ref ? `the file ${ref.file}` : `the command "${ref.command[0] ?? ''}"`;
}

function missing(what: string, sentence: string): LabError {
  return new LabError('TARGET_SECRET', `${what}: expected ${sentence}.`);
}

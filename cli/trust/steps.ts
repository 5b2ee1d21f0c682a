/**
 * Does and undoes the steps of `pta-lab trust`. Undoing twice is the same as undoing once, and what
 * was there before is never touched: only our files, our entry and our lines go.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { LabError } from '../../runtime/lab-error.ts';
import { readSystemRoots } from '../system-roots.ts';
import { STORE_PASSWORD } from './targets/java.ts';
import type { TrustStep } from './targets/target.ts';

/** What an NSS database is made of. */
const DATABASE_FILES = ['cert9.db', 'key4.db', 'pkcs11.txt'];

export function describeStep(step: TrustStep): string {
  switch (step.kind) {
    case 'bundle':
      return `write ${step.file}: this machine's roots and the lab's CA`;
    case 'java-store':
      return `copy ${step.from} to ${step.file} and add the lab's CA to the copy`;
    case 'nss':
      return `add "${step.nickname}" to the certificates in ${step.database}`;
  }
}

export function describeUndoing(step: TrustStep): string {
  return step.kind === 'nss'
    ? `took "${step.nickname}" out of ${step.database}`
    : `removed ${step.file}`;
}

/** `made`: the database was not there before. Undoing has to know that. */
export type DoneStep = TrustStep & { made?: boolean };

export function beforeStep(step: TrustStep): DoneStep {
  if (step.kind !== 'nss') return step;
  return { ...step, made: !existsSync(path.join(step.database, 'cert9.db')) };
}

/** @throws LabError `TRUST_FAILED` */
export function doStep(step: DoneStep, caFile: string): void {
  switch (step.kind) {
    case 'bundle':
      writeFileSync(step.file, `${readSystemRoots()}\n${readFileSync(caFile, 'utf8')}`);
      return;
    case 'java-store':
      copyFileSync(step.from, step.file);
      chmodSync(step.file, 0o600);
      run(step.keytool, [
        ...['-importcert', '-noprompt', '-alias', 'pta-lab', '-file', caFile],
        ...['-keystore', step.file, '-storepass', STORE_PASSWORD],
      ]);
      return;
    case 'nss':
      addToDatabase(step, caFile);
  }
}

type NssStep = Extract<DoneStep, { kind: 'nss' }>;

function addToDatabase({ certutil, database, nickname, made }: NssStep, caFile: string): void {
  const at = ['-d', `sql:${database}`];
  if (made) {
    mkdirSync(database, { recursive: true, mode: 0o700 });
    run(certutil, ['-N', ...at, '--empty-password']);
  }
  // C: issues server certificates. Nothing for mail and code.
  run(certutil, ['-A', ...at, '-n', nickname, '-t', 'C,,', '-i', caFile]);
}

/** @throws LabError `TRUST_FAILED`, also for a file that lies elsewhere than we put ours. */
export function undoStep(step: DoneStep, folder: string): void {
  if (step.kind === 'nss') {
    takeFromDatabase(step);
    return;
  }
  if (path.dirname(step.file) !== folder) {
    const sentence = `expected ${step.file} to be in ${folder}: the record was changed, and nothing of it is removed`;
    throw new LabError('TRUST_FAILED', sentence);
  }
  rmSync(step.file, { force: true });
}

function takeFromDatabase({ certutil, database, nickname, made }: NssStep): void {
  if (!existsSync(path.join(database, 'cert9.db'))) return;
  const at = ['-d', `sql:${database}`];
  const has = () => spawnSync(certutil, ['-L', ...at, '-n', nickname]).status === 0;
  // More than one if the lab's CA was replaced in between.
  while (has()) run(certutil, ['-D', ...at, '-n', nickname]);
  if (!made || !isEmptyDatabase(certutil, at)) return;
  for (const file of DATABASE_FILES) rmSync(path.join(database, file), { force: true });
  for (const folder of [database, path.dirname(database)]) {
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

/** A browser may have put something into what we made; then it is the browser's now. */
function isEmptyDatabase(certutil: string, at: readonly string[]): boolean {
  const { status, stdout } = spawnSync(certutil, ['-L', ...at], { encoding: 'utf8' });
  const entries = stdout.split('\n').filter((line) => /\S+,\S*,\S*\s*$/.test(line));
  return status === 0 && entries.every((line) => line.includes('SSL,S/MIME'));
}

function run(program: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return;
  const said =
    `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n')[0] || error?.message || 'nothing';
  const sentence = `${path.basename(program)} ${args[0]} failed and said "${said}".`;
  throw new LabError('TRUST_FAILED', sentence, { cause: error });
}

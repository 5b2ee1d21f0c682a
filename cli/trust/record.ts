/**
 * What `pta-lab trust` did, in the state folder: each step is recorded before it is done, so that
 * one that broke half-way is undone too. `untrust` goes by this and by nothing else.
 */
import {
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
import type { DoneStep } from './steps.ts';

export interface TrustRecord {
  version: 1;
  /** What each program was given. */
  targets: Record<string, { steps: DoneStep[]; variables: Readonly<Record<string, string>> }>;
  /** Shell profiles that source our variables. */
  profiles: { file: string; made: boolean }[];
}

const FILE = 'trust.json';
const FOLDER = 'trust';
const VARIABLES = 'variables.sh';

/** Inside the state folder; absolute. */
export function trustFolder(stateDir: string): string {
  return path.resolve(stateDir, FOLDER);
}

export function variablesFile(stateDir: string): string {
  return path.join(trustFolder(stateDir), VARIABLES);
}

/** Undefined: nothing was done. @throws LabError `STATE_UNREADABLE` */
export function readRecord(stateDir: string): TrustRecord | undefined {
  const file = path.join(stateDir, FILE);
  if (!existsSync(file)) return undefined;
  try {
    const record: TrustRecord = JSON.parse(readFileSync(file, 'utf8'));
    if (record.version === 1 && record.targets && record.profiles) return record;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new LabError(
    'STATE_UNREADABLE',
    `expected in ${file} what "pta-lab trust" did, got something else; without it nothing is undone`,
  );
}

export function writeRecord(stateDir: string, record: TrustRecord): void {
  mkdirSync(trustFolder(stateDir), { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify(record, null, 2)}\n`;
  writeFileSync(path.join(stateDir, FILE), text, { mode: 0o600 });
}

export function removeRecord(stateDir: string): void {
  rmSync(variablesFile(stateDir), { force: true });
  const folder = trustFolder(stateDir);
  // Not recursive: what is still in there is not ours.
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  rmSync(path.join(stateDir, FILE), { force: true });
}

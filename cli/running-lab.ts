/**
 * How other commands find a running `up`: a small file in the state folder, written when it is
 * ready and removed when it ends. It holds addresses and names of files, never a password or a
 * token.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Ready } from '../lab/describe-ready.ts';
import type { Lab } from '../lab/lab.ts';
import { LabError } from '../runtime/lab-error.ts';
import { readSystemRoots } from './system-roots.ts';

export const STATE_DIR = '.pta-lab';
const FILE = 'up.json';

export interface RunningLab
  extends Pick<
    Ready,
    'authority' | 'graph' | 'control' | 'tenantId' | 'clientId' | 'caFile' | 'port443'
  > {
  proxy?: string;
  proxyCaFile?: string;
  realNames: boolean;
  /** The machine's roots and the lab's CAs in one file, for programs that take one file only. */
  bundleFile?: string;
}

export function announce(lab: Omit<RunningLab, 'bundleFile'>, stateDir = STATE_DIR): Disposable {
  const { pid } = process;
  removeLeftovers(stateDir);
  const file = path.join(stateDir, FILE);
  const bundleFile = path.resolve(stateDir, `bundle-${pid}.pem`);
  const own = readFileSync(lab.proxyCaFile ?? lab.caFile, 'utf8');
  writeFileSync(bundleFile, `${readSystemRoots()}\n${own}`, { mode: 0o644 });
  writeFileSync(file, `${JSON.stringify({ pid, ...lab, bundleFile })}\n`, { mode: 0o600 });
  const remove = () => {
    rmSync(bundleFile, { force: true });
    if (readAnnounced(file)?.pid === pid) rmSync(file, { force: true });
  };
  process.once('exit', remove);
  return {
    [Symbol.dispose]() {
      process.off('exit', remove);
      remove();
    },
  };
}

/** Of labs that were killed before they could tidy up. */
function removeLeftovers(stateDir: string): void {
  for (const name of readdirSync(stateDir)) {
    const pid = /^(?:bundle|proxy-ca)-(\d+)(?:-\d+)?\.pem$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(path.join(stateDir, name), { force: true });
  }
}

/** @throws LabError `USAGE_NO_LAB` if none is up here. */
export function findRunningLab(stateDir = STATE_DIR): RunningLab {
  const file = path.join(stateDir, FILE);
  const found = readAnnounced(file);
  if (found && isAlive(found.pid)) return found;
  throw new LabError(
    'USAGE_NO_LAB',
    `expected a running lab that says where it is in ${file}; start one with "pta-lab up" in this ` +
      'folder, or give --control with the address it printed',
  );
}

/** Undefined for no file, and for one that no `up` has written whole. */
function readAnnounced(file: string): (RunningLab & { pid: number }) | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Signal 0 asks only. Another user's process may not be asked, but it is there. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * @throws LabError `USAGE_CONTROL` for no address, or without the token that the lab asks for;
 *   `LAB_UNREACHABLE` if nobody answers there, or nobody who tells what is asked.
 */
export async function askRunningLab(control: string, token?: string): Promise<RunningLab> {
  if (!URL.canParse('/', control)) {
    const sentence = `--control: expected the control URL that "pta-lab up" prints, got "${control}"`;
    throw new LabError('USAGE_CONTROL', sentence);
  }
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(new URL('/', control), { headers }).catch(() => undefined);
  if (answer?.status === 401) {
    const sentence = `The lab at ${control} asks for its token: give --control-token.`;
    throw new LabError('USAGE_CONTROL', sentence);
  }
  const { tenantId, clientId, endpoints } = await readDescription(answer);
  if (!endpoints?.live || !tenantId || !clientId) {
    const sentence = `No lab on loopback answers at ${control}: expected the control address of "pta-lab up".`;
    throw new LabError('LAB_UNREACHABLE', sentence);
  }
  const { caFile, ...live } = endpoints.live;
  return { ...live, caFile: path.resolve(caFile), control, tenantId, clientId };
}

/** Whoever answers there may be no lab at all. */
async function readDescription(answer: Response | undefined): Promise<Partial<Described>> {
  const described: unknown = answer?.ok && (await answer.json().catch(() => undefined));
  return typeof described === 'object' && described !== null ? described : {};
}

/** What the control API says of itself. */
type Described = Pick<Lab, 'tenantId' | 'clientId' | 'endpoints'>;

/**
 * The target's file, read once and shared: virtual users come by the thousand, and each would hold
 * a copy of all its people. `open` works while a script is loaded, and then only.
 */
import { SharedArray } from 'k6/data';
import type { LoadTarget } from '../load-target.ts';

type Head = Omit<LoadTarget, 'users' | 'victims'>;

/** `k6 inspect` has no target, and needs none: what is wrong with it is for `setup` to say. */
type Read = { ok: true; target: LoadTarget } | { ok: false; problem: string };

const HOW = 'give the file that "pta-lab up" wrote: -e PTA_LAB_TARGET=.pta-lab/load-target.json';

const shared = new SharedArray<{ head?: Head; problem?: string }>('target', () => {
  const read = readTarget();
  if (!read.ok) return [{ problem: read.problem }];
  const { users: _, victims: __, ...head } = read.target;
  return [{ head }];
});

export const users = new SharedArray<LoadTarget['users'][number]>('users', () => {
  const read = readTarget();
  return read.ok ? [...read.target.users] : [];
});

export const victims = new SharedArray<LoadTarget['victims'][number]>('victims', () => {
  const read = readTarget();
  return read.ok ? [...read.target.victims] : [];
});

const { head, problem = 'There is no target.' } = shared[0] ?? {};
export const target = head;
export const targetProblem = problem;

/**
 * Whether k6 was told the lab's CA. Read by the first of all virtual users only: the others have
 * the options from it.
 */
export const trustsLab = __VU === 0 && head !== undefined && isTrusted(head.caPem);

function readTarget(): Read {
  const { PTA_LAB_TARGET: file = '' } = __ENV;
  if (file === '') return { ok: false, problem: `Expected PTA_LAB_TARGET, got nothing; ${HOW}.` };
  const text = readFile(file);
  if (text === undefined) return { ok: false, problem: `${file} cannot be read; ${HOW}.` };
  const target = parseTarget(text);
  if (target) return { ok: true, target };
  return { ok: false, problem: `${file} describes no lab with users; ${HOW}.` };
}

function parseTarget(text: string): LoadTarget | undefined {
  try {
    const target: LoadTarget | null = JSON.parse(text);
    const texts = [target?.authority, target?.caPem, target?.clientId];
    const isWhole = texts.every((text) => text && typeof text === 'string');
    const hasPeople = Array.isArray(target?.victims) && target.users.length > 0;
    return isWhole && hasPeople ? target : undefined;
  } catch {
    return undefined;
  }
}

/** Of the PEM file in SSL_CERT_FILE, where there is one. */
function isTrusted(caPem: string): boolean {
  const { SSL_CERT_FILE: file = '' } = __ENV;
  const bundle = file === '' ? undefined : readFile(file);
  return bundle?.includes(caPem.trim()) ?? false;
}

/** From where k6 was started, as a person types it; `open` goes by the folder of the script. */
function readFile(file: string): string | undefined {
  const from = file.startsWith('/') || __ENV.PWD === undefined ? file : `${__ENV.PWD}/${file}`;
  try {
    return open(from);
  } catch {
    return undefined;
  }
}

/**
 * One set-up at a time: a lock folder that holds the owner's pid. It is made complete beside its
 * place and moved there in one step, so nobody ever sees it without the pid.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from './npm.mjs';

const RETRY_MS = 200;
const PATIENCE_MS = 15 * 60_000;

/**
 * @template T
 * @param {string} folder where the lock is kept
 * @param {(line: string) => void} say
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, say, work) {
  const place = path.join(folder, 'setup.lock');
  await acquire(place, say);
  const release = () => rmSync(place, { recursive: true, force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/**
 * @param {string} place
 * @param {(line: string) => void} say
 */
async function acquire(place, say) {
  const patienceEndsMs = performance.now() + PATIENCE_MS;
  let told = false;
  while (!tryAcquire(place)) {
    const owner = ownerOf(place);
    if (owner === undefined) continue;
    if (!isAlive(owner)) removeStale(place, owner);
    else if (performance.now() > patienceEndsMs) {
      throw new SetupError(
        `set-up ${owner} has held ${place} too long; remove that folder if it hangs.`,
      );
    } else {
      if (!told) say(`Waiting for another set-up (pid ${owner}) to finish.`);
      told = true;
      await sleep(RETRY_MS);
    }
  }
}

/** @param {string} place */
function tryAcquire(place) {
  const draft = `${place}.${process.pid}`;
  try {
    mkdirSync(draft, { recursive: true });
    writeFileSync(path.join(draft, 'pid'), String(process.pid));
    renameSync(draft, place);
    return true;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (isCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) return false;
    throw new SetupError(`cannot write ${place}: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {string} place */
function ownerOf(place) {
  try {
    return Number(readFileSync(path.join(place, 'pid'), 'utf8'));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

/**
 * Moves the lock away before deleting it. Whoever moved away a lock that somebody else took
 * meanwhile puts it back.
 * @param {string} place
 * @param {number} deadOwner
 */
function removeStale(place, deadOwner) {
  const aside = `${place}.stale.${process.pid}`;
  try {
    renameSync(place, aside);
    if (ownerOf(aside) !== deadOwner) renameSync(aside, place);
  } catch (error) {
    if (!isCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * @param {unknown} error
 * @param {...string} codes
 */
function isCode(error, ...codes) {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/**
 * One rehearsal of a compose project at a time, from before anything of it is started: a second one
 * would take down the containers of the first. The turn is a file with the owner's pid; who was
 * killed leaves it, and the next one takes it over.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LabError } from '../../runtime/lab-error.ts';
import { isAlive } from '../running-lab.ts';

/** @throws LabError `COMPOSE_BUSY` */
export function takeTurn(project: string): Disposable {
  const place = path.join(tmpdir(), `${project}-rehearsal.turn`);
  if (!tryTake(place)) {
    const owner = ownerOf(place);
    if (owner > 0 && isAlive(owner)) throw busy(project, `process ${owner} has its turn`);
    if (!clear(place, owner) || !tryTake(place)) {
      throw busy(project, `another one has just begun (${place})`);
    }
  }
  const give = () => rmSync(place, { force: true });
  process.once('exit', give);
  return {
    [Symbol.dispose]() {
      process.off('exit', give);
      give();
    },
  };
}

export function busy(project: string, but: string): LabError {
  const sentence = `Expected no other rehearsal in the project ${project}, but ${but}: wait for it, or take another project (PTA_LAB_PROJECT and PTA_LAB_SUBNET).`;
  return new LabError('COMPOSE_BUSY', sentence);
}

/** Written beside its place and linked there: nobody ever reads it without the pid. */
function tryTake(place: string): boolean {
  const draft = `${place}.${process.pid}`;
  // Anew, and not through what somebody else may have laid there: the folder is everybody's.
  rmSync(draft, { force: true });
  writeFileSync(draft, String(process.pid), { mode: 0o644, flag: 'wx' });
  try {
    linkSync(draft, place);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Put aside first and looked at there: it may be the turn of one that cleared it before us. */
function clear(place: string, owner: number): boolean {
  const aside = `${place}.${process.pid}.left`;
  try {
    renameSync(place, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    throw error;
  }
  const isLeft = ownerOf(aside) === owner;
  if (!isLeft) linkSync(aside, place);
  rmSync(aside, { force: true });
  return isLeft;
}

/** 0 for nobody: it may have been given back this moment. */
function ownerOf(place: string): number {
  try {
    return Number(readFileSync(place, 'utf8'));
  } catch {
    return 0;
  }
}

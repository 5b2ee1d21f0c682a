/**
 * Before a container test looks for its engine: waits until what .ci/run builds beside the other
 * tests is there. Elsewhere there is nothing to wait for, and whoever tests builds what is missing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { nameRun } from './run.ts';

const LOOK_EVERY_MS = 500;
const PATIENCE_MS = 900_000;

const pid = Number(process.env.PTA_LAB_CONTAINERS_BUILD ?? 0);
const endMs = performance.now() + PATIENCE_MS;
while (pid > 0 && nameRun(pid) !== undefined && performance.now() < endMs)
  await sleep(LOOK_EVERY_MS);

/**
 * `pta-lab` as a process: on an old Node, without packages, and on the oldest Node that is
 * supported.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createClone, PRETEND_OLD } from '../test/clone.ts';
import { needs } from '../test/needs.ts';
import { findPart } from './parts.ts';

const PTA_LAB = 'cli/pta-lab.mjs';
/**
 * A program that shows which Node runs it; its type annotation is what an old Node stumbles over.
 */
const PROGRAM =
  'const args: string[] = process.argv.slice(2);\nconsole.log(process.version, args);\n';

test('on an old Node it says what to run and ends with 4', async () => {
  using clone = createClone();
  clone.install({ hono: '1.0.0' });
  const { code, stdout, stderr } = await clone.start([...PRETEND_OLD, PTA_LAB, 'faults']).ended;
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toMatch(/^pta-lab: this is Node 20\.1\.0, needed is 22\.22 or later; run .+\n$/);
});

test('on an old Node it goes over to its own one, arguments and all', async () => {
  using clone = createClone();
  clone.install({ hono: '1.0.0' });
  clone.installOwnNode();
  clone.write('cli/main.ts', PROGRAM);
  const { code, stdout } = await clone.start([...PRETEND_OLD, PTA_LAB, 'up', '--json']).ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${process.version} [ 'up', '--json' ]\n` });
});

test('without its packages it names one and ends with 4', async () => {
  using clone = createClone();
  const { code, stderr } = await clone.start([PTA_LAB]).ended;
  expect(code).toBe(4);
  expect(stderr).toMatch(/^pta-lab: the package "hono" is not installed; run "npm start" .+\n$/);
});

test('on a new Node it runs the program in the same process', async () => {
  using clone = createClone();
  clone.install({ hono: '1.0.0' });
  clone.write('cli/main.ts', `process.exitCode = 3;\n${PROGRAM}`);
  expect(await clone.start([PTA_LAB, 'probe']).ended).toMatchObject({ code: 3, stderr: '' });
});

needs('oldest-node')('the real program starts on the oldest supported Node', () => {
  const node = findPart('oldest-node').command ?? '';
  const launcher = path.join(import.meta.dirname, 'pta-lab.mjs');
  const run = spawnSync(node, [launcher, 'doctor', '--json'], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)[0]).toMatchObject({ id: 'node', found: true });
});

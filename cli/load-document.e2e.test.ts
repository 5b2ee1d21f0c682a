/** `docs/load.md` against the program: its script, the gate that it shows for CI. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { proves } from '../test/parity/proves.ts';
import { createDesk, type Desk } from './spawn-program.ts';

const root = path.join(import.meta.dirname, '..');
const read = (name: string) => readFileSync(path.join(root, 'docs', name), 'utf8');
const page = read('load.md');
const BRIEF = ['--duration', '1s', '--virtual'];

let desk: Desk;
beforeAll(() => {
  desk = createDesk();
  desk.write('estate.yaml', read('estate.yaml'));
});
afterAll(() => desk[Symbol.asyncDispose]());

test(proves('load.own-script', 'the script on the page runs and is judged'), async () => {
  const [, script = ''] = /```ts\n([^`]*)```/.exec(page) ?? [];
  desk.write('reception.k6.ts', script.replaceAll("'./load/", `'${root}/load/`));
  const asked = ['./reception.k6.ts', '--peak', '50', ...BRIEF, '--json'];
  const { code, stdout } = await desk.run('load', ...asked);
  const [summary] = JSON.parse(stdout);
  expect(summary.pta_lab.test.question).toMatch(/^Does the reception get everybody in/);
  // A second of load is not enough for `rate<0.005`, and says so.
  expect({ code, verdict: summary.pta_lab.verdict }).toEqual({ code: 3, verdict: 'inconclusive' });
  expect(summary.pta_lab.reasons[0]).toMatch(/samples are too few, it takes 200\.$/);
});

test('every command of the gate for CI is one that pta-lab takes', async () => {
  const { steps } = parse(read('examples/github-actions-capacity.yaml')).jobs.capacity;
  const lines: string[] = steps.flatMap(({ run }: { run?: string }) => run ?? []);
  const commands = lines.map((line) => line.split('cli/pta-lab.mjs ')[1]?.split(' ') ?? []);
  expect(commands.map(([verb]) => verb)).toEqual(['plan', 'load', 'load']);
  // Live or virtual, long or short: the same words, and here there is no time.
  const run = (words: string[]) => desk.run(...words, ...(words[0] === 'load' ? BRIEF : []));
  const ended = await Promise.all(commands.map(run));
  expect(ended).toMatchObject([{ code: 0 }, { code: 0 }, { code: 0 }]);
});

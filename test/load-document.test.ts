/** `docs/load.md` and `docs/plan.md` against what they describe: tests, options, numbers. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import * as load from '../cli/load.ts';
import * as plan from '../cli/plan.ts';
import { DOCUMENTED_AGENT, requestBytes, responseBytes } from '../protocol/capacity.ts';

const root = path.join(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs/load.md'), 'utf8');
const column = (row: RegExp) => [...page.matchAll(row)].map(([, cell = '']) => cell);

test('the page has a question for each load test, and for no other', () => {
  const files = readdirSync(path.join(root, 'load')).filter((name) => name.endsWith('.k6.ts'));
  const ids = files.map((name) => name.replace('.k6.ts', ''));
  expect(column(/^\| .+\? \| `([a-z-]+)`.* \|$/gm).sort()).toEqual(ids.sort());
});

test.each([
  ['load.md', load.register],
  ['plan.md', plan.register],
])('%s has every option of its command, and no other', (name, register) => {
  const program = new Command();
  register(program);
  const offered = program.commands.flatMap(({ options }) => options.map(({ long }) => long));
  const text = readFileSync(path.join(root, 'docs', name), 'utf8');
  const cells = [...text.matchAll(/^\| (`--[^|]+) \|/gm)].map(([, cell = '']) => cell);
  const told = cells.flatMap((cell) =>
    [...cell.matchAll(/`(--[a-z0-9-]+)`/g)].map(([, one]) => one),
  );
  expect(told.sort()).toEqual(offered.sort());
});

test('the page has the capacity of the documented agent as it is', () => {
  const { cores, serviceMs, spread, slots, controllerTrips } = DOCUMENTED_AGENT;
  const rows = column(/^\| `[a-z]+` \| ([\d.]+)(?: ms)? \| (?:assumed|documented).* \|$/gm);
  expect(rows.map(Number)).toEqual([cores, serviceMs, spread, slots, controllerTrips]);
  expect(page).toContain(`ends at about ${Math.round((cores * 1000) / serviceMs)}/s`);
});

test('the page reckons payloads by the formula', () => {
  const number = (text: string) => Number(text.replace(',', ''));
  const rows = [...page.matchAll(/^\| (\d+) \|((?: [\d.,]+ \|){6})$/gm)];
  expect(rows.map(([, agents]) => Number(agents))).toEqual([1, 2, 3, 10, 40]);
  for (const [, agents, cells = ''] of rows) {
    const [request, formula, ratio, response, answer, share] = cells
      .split('|')
      .slice(0, -1)
      .map((cell) => number(cell.trim()));
    expect([formula, answer]).toEqual([requestBytes(Number(agents)), responseBytes()]);
    expect(ratio).toBeCloseTo((request ?? 0) / (formula ?? 0), 2);
    expect(share).toBeCloseTo((response ?? 0) / (answer ?? 0), 2);
  }
});

/** `docs/load.md` against what it describes: its tests, its numbers, its script. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DOCUMENTED_AGENT, requestBytes, responseBytes } from '../protocol/capacity.ts';

const root = path.join(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs/load.md'), 'utf8');
const column = (row: RegExp) => [...page.matchAll(row)].map(([, cell = '']) => cell);

test('the page has a question for each load test, and for no other', () => {
  const files = readdirSync(path.join(root, 'load')).filter((name) => name.endsWith('.k6.ts'));
  const ids = files.map((name) => name.replace('.k6.ts', ''));
  expect(column(/^\| .+\? \| `([a-z-]+)`.* \|$/gm).sort()).toEqual(ids.sort());
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

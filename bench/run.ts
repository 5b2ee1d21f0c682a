/**
 * `npm run bench [-- name…] [--json]`: measures and prints. It judges nothing: the exit code says
 * only whether it ran. Progress goes to stderr, rows to stdout.
 */
import { parseArgs } from 'node:util';
import { sizeThreadPool } from '../runtime/live/thread-pool.ts';
import type { Row } from './figure.ts';
import { FIGURES } from './index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
// Node's own clean-up at exit has been seen to spin over sockets, as `cli/main.ts` tells.
process.once('beforeExit', () => process.exit());
// Before any figure: the bound and the lab must have the same threads.
sizeThreadPool();
const known = FIGURES.map(({ name }) => name);
const stranger = positionals.find((name) => !known.includes(name));

if (values.help) {
  for (const { name, about } of FIGURES) console.log(`${name.padEnd(18)} ${about}`);
} else if (stranger) {
  console.error(`error: there is no figure "${stranger}"; known are: ${known.join(', ')}`);
  process.exitCode = 2;
} else {
  print(await measureAll());
}

async function measureAll(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const figure of FIGURES) {
    if (positionals.length > 0 && !positionals.includes(figure.name)) continue;
    console.error(`${figure.name}: ${figure.about}`);
    rows.push(...(await figure.measure((text) => console.error(`  ${text}`))));
  }
  return rows;
}

function print(rows: readonly Row[]): void {
  if (values.json) {
    console.log(JSON.stringify(rows, null, 2));
    return;
  }
  const lines = rows.map((row) => [
    row.name,
    `${row.value} ${row.unit}`,
    row.against,
    String(row.ratio),
    row.goal,
    row.met ? 'met' : 'NOT MET',
  ]);
  const table = [['name', 'value', 'against', 'ratio', 'goal', ''], ...lines];
  const widths = table[0]?.map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  for (const cells of table) {
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

/** The tables of `docs/metrics.md`; a test holds the document to them. */
import { type Family, PROBE_FAMILIES, WATCH_FAMILIES } from './families.ts';

export function renderFamilyTables(): Readonly<Record<'probe' | 'metrics', string>> {
  return { probe: table(PROBE_FAMILIES), metrics: table(WATCH_FAMILIES) };
}

function table(families: Readonly<Record<string, Family>>): string {
  const rows = Object.values(families).map(
    ({ name, type, labels, unit, help }) =>
      `| \`${name}\` | ${type} | ${labels.join(', ') || '–'} | ${unit} | ${help} |`,
  );
  return ['| Metric | Type | Labels | Unit | Meaning |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

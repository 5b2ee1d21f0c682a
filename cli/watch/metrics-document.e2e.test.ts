/** `docs/metrics.md`: what it lists is there, and what it tells Prometheus works. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALERT_DEFAULTS } from '../../probes/alerts/alert-rules.ts';
import { type Family, PROBE_FAMILIES, WATCH_FAMILIES } from '../../probes/live/metrics/families.ts';
import { needs } from '../../test/needs.ts';
import { freshStateDir } from '../../test/state-dir.ts';

const DOCUMENT = readFileSync('docs/metrics.md', 'utf8');
const CONFIGURATION = /```yaml\n(scrape_configs:.*?)```/s.exec(DOCUMENT)?.[1] ?? '';

test('docs/metrics.md lists every metric, as it is registered', () => {
  expect(DOCUMENT).toContain(tableOf(PROBE_FAMILIES));
  expect(DOCUMENT).toContain(tableOf(WATCH_FAMILIES));
});

function tableOf(families: Readonly<Record<string, Family>>): string {
  const rows = Object.values(families).map(({ name, type, labels, unit, help }) => {
    return `| \`${name}\` | ${type} | ${labels.join(', ') || '–'} | ${unit} | ${help} |`;
  });
  return ['| Metric | Type | Labels | Unit | Meaning |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

test('the document gives the limits that alerts have by default', () => {
  const { failuresInARow, inconclusiveInARow, burnFast, burnSlow } = ALERT_DEFAULTS;
  expect(DOCUMENT).toContain(`${failuresInARow} runs in a row failed`);
  expect(DOCUMENT).toContain(`${inconclusiveInARow} runs in a row could not tell`);
  for (const { longRuns, shortRuns } of [burnFast, burnSlow]) {
    expect(DOCUMENT).toContain(`of the last ${longRuns} and of the last ${shortRuns} runs`);
  }
});

needs('promtool')('the scrape configuration of the document is one', () => {
  const file = join(freshStateDir(), 'prometheus.yml');
  writeFileSync(file, CONFIGURATION);
  const { stdout, stderr } = spawnSync('promtool', ['check', 'config', file], { encoding: 'utf8' });
  expect(stdout + stderr).toContain('SUCCESS');
});

/** `docs/metrics.md`: what it lists is there, and what it tells Prometheus works. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALERT_DEFAULTS } from '../../probes/alerts/alert-rules.ts';
import { renderFamilyTables } from '../../probes/live/metrics/render-families.ts';
import { needs } from '../../test/needs.ts';
import { freshStateDir } from '../../test/state-dir.ts';

const DOCUMENT = readFileSync('docs/metrics.md', 'utf8');
const CONFIGURATION = /```yaml\n(scrape_configs:.*?)```/s.exec(DOCUMENT)?.[1] ?? '';

test('docs/metrics.md lists every metric, as it is registered', () => {
  const { probe, metrics } = renderFamilyTables();
  expect(DOCUMENT).toContain(probe);
  expect(DOCUMENT).toContain(metrics);
});

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

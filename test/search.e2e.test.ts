/**
 * The search that CI pays for: five hundred random schedules, none of which breaks an invariant.
 */
import { expect, test } from 'vitest';
import { spawnCli } from './spawn-cli.ts';
import { freshStateDir } from './state-dir.ts';

const LIMIT_MS = 400_000;

test('five hundred random fault schedules break no invariant', { timeout: LIMIT_MS }, () => {
  const args = ['fuzz', '--runs', '500', '--seed', 'ci', '--json', '--out', freshStateDir()];
  const { code, stdout, stderr } = spawnCli(args, { limitMs: LIMIT_MS });
  const { runs, refused, signIns, faults, findings, crashes } = JSON.parse(stdout || '{}');
  expect({ code, findings, crashes }, stderr).toEqual({ code: 0, findings: [], crashes: [] });
  expect(runs).toBe(500);
  expect(refused).toBeLessThan(100);
  expect(faults).toBeGreaterThan(900);
  expect(signIns).toBeGreaterThan(20_000);
});

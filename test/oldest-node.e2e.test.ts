/**
 * The same seed gives the same bytes on the oldest supported Node and on the one that runs the
 * tests.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { findPart } from '../cli/parts.ts';
import { needs } from './needs.ts';
import { spawnCli } from './spawn-cli.ts';
import { freshStateDir } from './state-dir.ts';

const SCENARIOS = ['blocked-443', 'tls-inspection', 'dc-down'];

function journals(execPath: string): string[] {
  const out = freshStateDir();
  const { code, stderr } = spawnCli(['rehearse', ...SCENARIOS, '--seed', '42', '--out', out], {
    execPath,
  });
  expect(stderr).not.toMatch(/^error:/m);
  expect(code).toBe(0);
  return SCENARIOS.map((id) => readFileSync(join(out, id, 'journal.json'), 'utf8'));
}

needs('oldest-node')('journals are byte-identical on the oldest and the current Node', () => {
  const oldest = journals(findPart('oldest-node').command ?? '');
  const current = journals(process.execPath);
  expect(oldest).toEqual(current);
  expect(journals(process.execPath)).toEqual(current);
});

/** Passwords are canaries: none of them may be found in anything a run leaves behind or prints. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formsOf, passwordsOf } from './passwords.ts';
import { planted, spawnCli } from './spawn-cli.ts';
import { freshStateDir } from './state-dir.ts';

const SEED = 'canary';
const CANARIES = passwordsOf(SEED).flatMap(formsOf);

function expectNone(text: string): void {
  expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test('the canaries are the passwords in use', () => {
  expect(CANARIES.length).toBeGreaterThan(100);
});

describe.each([
  ['virtual', []],
  ['live', ['--live']],
] as const)('%s', (_, mode) => {
  test('journal, history, report, JUnit, terminal: no password anywhere', () => {
    const out = freshStateDir();
    const args = ['rehearse', 'dc-down', 'tls-inspection', ...mode, '--seed', SEED, '--out', out];
    const { code, stdout, stderr } = spawnCli(args);
    expect(code).toBe(0);
    expectNone(stdout + stderr);
    const files = filesUnder(out);
    expect(files.map((file) => file.split('.').at(-1)).sort()).toContain('html');
    for (const file of files) expectNone(readFileSync(file, 'utf8'));
  });

  test('a crash while a password is in hand prints no password', () => {
    const crash = planted(
      'agent/validation.ts',
      'const { validation, password, result } = event;',
      'const { validation, password, result } = event; ' +
        "if (event) throw Object.assign(new Error('planted ' + password), { event });",
    );
    const { code, stdout, stderr } = spawnCli(
      ['rehearse', 'dc-down', ...mode, '--seed', SEED, '--out', freshStateDir()],
      crash,
    );
    expect(code).not.toBe(0);
    expect(stdout + stderr).not.toBe('');
    expectNone(stdout + stderr);
  });
});

test('load in virtual time: no password in its reports, and none in the terminal', () => {
  const out = freshStateDir();
  const load = ['--virtual', '--peak', '90', '--duration', '1s', '--seed', SEED, '--out', out];
  const { code, stdout, stderr } = spawnCli(['load', 'lockout-storm', 'remove-agent', ...load]);
  expect([0, 3, 99]).toContain(code);
  const left = filesUnder(out).map((file) => readFileSync(file, 'utf8'));
  expect(left).toHaveLength(6);
  for (const text of [stdout, stderr, ...left]) expectNone(text);
});

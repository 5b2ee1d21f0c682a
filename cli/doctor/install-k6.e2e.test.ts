/** k6: where it is looked for, what is too old, and how it is built. Go is a script here. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { findK6 } from '../../load/live/find-k6.ts';
import { proves } from '../../test/parity/proves.ts';
import { findPart } from '../parts.ts';
import { installK6, isRecentGo } from './install-k6.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-k6-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

function program(name: string, ...lines: string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  return file;
}

test(proves('load.k6.found', 'a k6 that is too old is named, with how to get another'), () => {
  vi.stubEnv('K6_BIN', program('k6-old', 'echo "k6 v1.7.1 (go1.24, linux/amd64)"'));
  expect(findK6).toThrow(/Expected k6 2 or later, got 1\.7\.1 at .*k6-old\. .*--install k6/);
  expect(findPart('k6').found).toBe(false);
});

test('a K6_BIN that leads nowhere is not passed over', () => {
  vi.stubEnv('K6_BIN', path.join(folder, 'nowhere'));
  expect(findK6).toThrow(/nowhere, found none that runs\. .*--engine builtin/);
});

test('K6_BIN is taken where it is recent', () => {
  const command = program('k6-recent', 'echo "k6 v2.2.0 (go1.26.8, linux/amd64)"');
  vi.stubEnv('K6_BIN', command);
  expect(findK6()).toEqual({ command, version: '2.2.0' });
});

async function install(...go: string[]): Promise<string[]> {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const file = path.join(folder, 'bin', 'k6');
  await installK6({ say, stop: AbortSignal.timeout(30_000), file, go });
  return said;
}

test.each([
  ['missing', [path.join(folder, 'no-go')], /Expected Go 1\.25 or later .* got none: install it/],
  ['too old', [program('go-old', 'echo go1.24.9')], /got Go 1\.24\.9: install it/],
])('a Go that is %s is one sentence', async (_, go, sentence) => {
  await expect(install(...go)).rejects.toThrow(sentence);
});

test('a build that fails says what Go said, and leaves nothing behind', async () => {
  const go = program(
    'go-fails',
    '[ "$1" = env ] && echo go1.26 && exit',
    'echo no space >&2',
    'exit 1',
  );
  await expect(install(go)).rejects.toThrow('got exit code 1: no space');
  expect(readdirSync(path.join(folder, 'bin'))).toEqual([]);
});

test(
  proves('load.k6.install', 'k6 is built from the pinned module and found afterwards'),
  async () => {
    const manifest = readFileSync('load/k6/go.mod', 'utf8');
    const go = program(
      'go-builds',
      '[ "$1" = env ] && echo go1.26 && exit',
      'echo "require x v1.0.0 // indirect" >> go.mod',
      'for last; do :; done',
      '[ "$last" = go.k6.io/k6/v2 ] || exit 1',
      'while [ "$1" != -o ]; do shift; done',
      'printf "#!/bin/sh\\necho k6 v2.2.0\\n" > "$2" && chmod +x "$2"',
    );
    expect(await install(go)).toContain(`k6 2.2.0 is at ${path.join(folder, 'bin', 'k6')}.`);
    expect(readdirSync(path.join(folder, 'bin'))).toEqual(['k6']);
    expect(readFileSync('load/k6/go.mod', 'utf8')).toBe(manifest);
    expect(await install(path.join(folder, 'no-go'))).toEqual([
      expect.stringMatching(/^k6 2\.2\.0 is already at/),
    ]);
  },
);

test.each([
  ['1.25', true],
  ['1.25.0', true],
  ['1.24.99', false],
  ['1.9', false],
  ['2.0', true],
])('Go %s for one that needs 1.25: %s', (version, expected) => {
  expect(isRecentGo(version, '1.25')).toBe(expected);
});

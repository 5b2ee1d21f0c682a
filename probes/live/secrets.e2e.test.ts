import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { freshStateDir } from '../../test/state-dir.ts';
import type { SecretRef } from '../target.ts';
import { readSecret } from './secrets.ts';

const CANARY = 'Sommer-2026-canary';
const KEY = 'targets.contoso.account.password';
const folder = freshStateDir();
const fileOf = (name: string) => join(folder, name);

beforeAll(() => {
  process.env.PTA_LAB_TEST_SECRET = CANARY;
  process.env.PTA_LAB_TEST_EMPTY = '';
  writeFileSync(fileOf('guarded'), `${CANARY}\nsecond line\n`, { mode: 0o600 });
  writeFileSync(fileOf('open'), CANARY, { mode: 0o644 });
  writeFileSync(fileOf('large'), CANARY.repeat(10_000), { mode: 0o600 });
});

const node = (script: string) => ({ command: [process.execPath, '-e', script] });

test.each<[string, SecretRef]>([
  ['the environment', { env: 'PTA_LAB_TEST_SECRET' }],
  ['a file of its owner’s alone', { file: fileOf('guarded') }],
  ['the first line of a command', node(`console.log('${CANARY}\\nmore')`)],
])('a secret is read from %s', async (_, ref) => {
  expect((await readSecret(ref, KEY)).reveal()).toBe(CANARY);
});

test.each<[string, SecretRef, string]>([
  ['a variable that is not set', { env: 'PTA_LAB_TEST_NONE' }, 'PTA_LAB_TEST_NONE to be set'],
  ['an empty variable', { env: 'PTA_LAB_TEST_EMPTY' }, 'an empty first line'],
  ['a file that is not there', { file: fileOf('none') }, 'got ENOENT'],
  ['a file that others may read', { file: fileOf('open') }, 'got mode 644; run chmod 600'],
  ['a file that is no secret', { file: fileOf('large') }, 'to hold one line'],
  ['a command that is not there', { command: ['no-such-program'] }, 'got ENOENT'],
  ['a command that fails', node(`console.log('${CANARY}'); process.exit(7)`), 'got exit code 7'],
])(
  proves('probes.secrets', '%s is one sentence with the key, and without the secret'),
  async (_, ref, expected) => {
    const error = await readSecret(ref, KEY).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'TARGET_SECRET' });
    expect(String(error)).toContain(`${KEY}: expected`);
    expect(String(error)).toContain(expected);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(CANARY);
  },
);

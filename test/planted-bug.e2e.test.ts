/**
 * A product with a broken agent turns red: the codes come out of the protocol, not out of a table.
 */
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { planted, spawnCli } from './spawn-cli.ts';
import { freshStateDir } from './state-dir.ts';

const folder = freshStateDir();
const BROKEN_MAPPING = planted(
  'agent/validation.ts',
  '{ win32: ERROR.NO_LOGON_SERVERS }',
  '{ win32: ERROR.LOGON_FAILURE }',
);

test.each([
  ['virtual', []],
  ['live', ['--live']],
] as const)(
  'an agent that calls a missing controller a wrong password fails dc-down, %s',
  (_, mode) => {
    const args = ['rehearse', 'dc-down', ...mode, '--seed', '7', '--out', folder];
    const broken = spawnCli(args, BROKEN_MAPPING);
    expect(broken.code).toBe(1);
    expect(broken.stdout + broken.stderr).toContain('50126');
    rmSync(folder, { recursive: true, force: true });
    expect(spawnCli(args).code).toBe(0);
  },
);

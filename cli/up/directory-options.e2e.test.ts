/** `up --directory`, where it does not come to a lab. */
import { expect, test } from 'vitest';
import { spawnCli } from '../../test/spawn-cli.ts';

const ACCOUNT = ['--directory-account', 'ada@corp.contoso.example'];

test.each([
  ['that cannot be reached', 'ldaps://127.0.0.1:1', /none can be reached: refused at connect/, 4],
  [
    'in the clear',
    'ldap://dc-1.example',
    /ldaps:\/\/host\[:port\].*got "ldap:\/\/dc-1\.example"/,
    2,
  ],
])('a real directory %s is a sentence, an exit code, and no lab', (_, url, sentence, expected) => {
  const args = ['up', '--no-443', '--agents', '1', '--directory', url, ...ACCOUNT];
  const { code, stderr, stdout } = spawnCli(args);
  expect(stderr).toMatch(sentence);
  expect(stdout).toBe('');
  expect(code).toBe(expected);
});

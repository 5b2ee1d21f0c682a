/** What `--directory` needs beside it. */
import { expect, test } from 'vitest';
import { refuseUnsparing } from '../../lab/premises/real-directory.ts';
import { readDirectory } from './directory-options.ts';

const urls = ['ldaps://dc-1.corp.contoso.example'];
const accounts = ['ada@corp.contoso.example'];

test('without it nothing is said; with it the accounts have to be named', () => {
  expect(readDirectory({})).toEqual({});
  expect(readDirectory({ directory: urls, directoryAccount: accounts })).toMatchObject({
    externalDirectory: { urls, accounts },
  });
  expect(() => readDirectory({ directory: urls })).toThrow('needs --directory-account');
  expect(() => readDirectory({ directoryAccount: accounts })).toThrow('Expected --directory');
  expect(() => readDirectory({ directoryCa: 'ca.pem' })).toThrow('Expected --directory');
});

test.each([
  [{ directoryAccount: ['ada'] }, 'expected a user principal name such as ada@corp.example'],
  [{ directoryAccount: ['ada@corp', ''] }, 'got ""'],
  [{ directoryAttempts: 0 }, '--directory-attempts: expected a whole number from 1, got 0'],
])('%j is refused before a controller is asked', (options, sentence) => {
  const asked = { directory: urls, directoryAccount: accounts, ...options };
  expect(() => readDirectory(asked)).toThrow(sentence);
});

test.each([
  [{ mode: 'virtual' }, 'A real directory needs live mode.'],
  [{ traffic: { everyMs: 1000 } }, 'A real directory takes no background sign-ins.'],
  [{ users: 5 }, 'A real directory takes no generated users.'],
  [{ externalDirectory: { urls, accounts: [] } }, '(--directory-account)'],
] as const)('a lab with a real directory is refused under %j', (options, sentence) => {
  const attempt = () =>
    refuseUnsparing({ mode: 'live', externalDirectory: { urls, accounts }, ...options });
  expect(attempt).toThrow(sentence);
});

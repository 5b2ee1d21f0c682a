/** What is refused before anything is sent. */
import { expect, test } from 'vitest';
import { proves } from '../test/parity/proves.ts';
import { isOwnControl, readTargetAddress } from './judge-target.ts';

test('a lab on loopback is taken apart into what a proof is about', () => {
  expect(readTargetAddress('https://localhost:8443/tenant-1')).toEqual({
    ...{ ok: true, origin: 'https://localhost:8443', authority: 'localhost:8443' },
  });
});

test.each([
  'https://login.microsoftonline.com/common',
  'https://LOGIN.MicrosoftOnline.com:443/common',
  'https://login.microsoftonline.com./common',
  'https://login.microsoftonline.us/common',
  'https://login.partner.microsoftonline.cn/common',
  'https://autologon.microsoftazuread-sso.com/common',
  'https://xn--login.microsoftonline.com/common',
])(proves('load.microsoft', '%s is Microsoft’s and gets nothing'), (address) => {
  const read = readTargetAddress(address);
  expect(read).toMatchObject({ ok: false, sentence: expect.stringContaining('is Microsoft') });
});

test.each([
  'http://localhost:8443/tenant',
  'https://localhost@login.example/tenant',
  'https://ｌogin.microsoftonline.com/common',
  'https://login.microsoftonline。com/common',
  'https://localhost:8443/a/b?c',
  'localhost',
  '',
])('%j is no authority of a lab', (address) => {
  const read = readTargetAddress(address);
  expect(read).toMatchObject({ ok: false, sentence: expect.stringContaining('Expected a lab') });
});

test('what somebody wrote into an address to log in with is not repeated', () => {
  const read = readTargetAddress('https://ann:secret@localhost:8443/tenant');
  expect(read).toMatchObject({ sentence: expect.stringContaining('"https://…@localhost:8443/') });
});

test.each([
  ['http://127.0.0.1:9443', true],
  ['http://localhost:9443/', true],
  ['http://[::1]:9443', true],
  ['https://lab.example:9443', true],
  ['https://lab.example.evil.test:9443', false],
  ['http://127.0.0.1@evil.test', false],
  ['', false],
])('the control API at %j is the lab’s own: %j', (url, isOwn) => {
  expect(isOwnControl(url, 'https://lab.example:8443/tenant-1')).toBe(isOwn);
});

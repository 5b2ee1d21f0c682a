/** How a replica comes to the token of NATS: never by the command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readNatsToken } from './nats-token.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nats-token-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a token comes from its variable, else from the file that the other one names', () => {
  const file = path.join(folder, 'token');
  writeFileSync(file, 'of-the-file\n');
  expect(readNatsToken({})).toEqual({});
  expect(readNatsToken({ PTA_LAB_NATS_TOKEN_FILE: file })).toEqual({ natsToken: 'of-the-file' });
  const both = { PTA_LAB_NATS_TOKEN: 'given', PTA_LAB_NATS_TOKEN_FILE: file };
  expect(readNatsToken(both)).toEqual({ natsToken: 'given' });
});

test('a file that is not there, or not filled yet, is a sentence', () => {
  const file = path.join(folder, 'empty');
  const read = () => readNatsToken({ PTA_LAB_NATS_TOKEN_FILE: file });
  expect(read).toThrow(`of NATS at ${file}, got ENOENT; start NATS first`);
  writeFileSync(file, '\n');
  expect(read).toThrow(`of NATS at ${file}, got an empty one; start NATS first`);
});

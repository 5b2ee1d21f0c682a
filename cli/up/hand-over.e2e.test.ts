/** What `up --hand-over` leaves for other containers of the lab. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Ready } from '../../lab/describe-ready.ts';
import { readControlToken } from '../../runtime/live/control-token.ts';
import { handOver, settleToken } from './hand-over.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'hand-over-'));
afterAll(() => rmSync(folder, { recursive: true }));
const operator = path.join(folder, 'operator');
const tokenFile = path.join(operator, 'control-token');

test('a token is made once: a lab that is started anew keeps it, and one that is given wins', () => {
  expect(settleToken({})).toBeUndefined();
  expect(settleToken({ controlToken: 'given-by-a-person' })).toBe('given-by-a-person');
  const made = settleToken({ handOver: operator }) ?? '';
  expect(made.length).toBeGreaterThanOrEqual(32);
  expect(settleToken({ handOver: operator })).toBe(made);
  expect(readControlToken({ PTA_LAB_CONTROL_TOKEN_FILE: tokenFile })).toBe(made);
  expect(settleToken({ handOver: operator, controlToken: 'chosen-by-a-person' })).toBe(
    'chosen-by-a-person',
  );
  expect(readControlToken({ PTA_LAB_CONTROL_TOKEN_FILE: tokenFile })).toBe('chosen-by-a-person');
  expect(readControlToken({ PTA_LAB_CONTROL_TOKEN: '' })).toBeUndefined();
});

test('a token file that is not there is a sentence', () => {
  const env = { PTA_LAB_CONTROL_TOKEN_FILE: path.join(folder, 'none') };
  expect(() => readControlToken(env)).toThrow('got ENOENT; start the lab first.');
});

test('line and target name the lab as other containers know it, are its owner’s alone, and go with it', () => {
  const local = 'https://localhost:8443/tenant';
  const at = (name: string, text: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const ready: Ready = {
    ...{ authority: local, graph: 'https://localhost:8443', control: 'http://127.0.0.1:7080' },
    ...{ tenantId: 'tenant', clientId: 'client', port443: true, accounts: {}, applications: {} },
    caFile: at('ca.pem', 'the CA'),
    loadTarget: at('target.json', JSON.stringify({ authority: local, users: [] })),
  };
  const authority = 'https://login.microsoftonline.com.lab.localhost/tenant';
  const graph = 'https://graph.microsoft.com.lab.localhost';
  const left = handOver(operator, { endpoints: { authority, graph } }, ready);
  const read = (name: string) => JSON.parse(readFileSync(path.join(operator, name), 'utf8'));
  const control = 'http://login.microsoftonline.com.lab.localhost:7080';
  const caFile = path.join(operator, 'ca.pem');
  expect(read('lab.json')).toMatchObject({ authority, graph, control, caFile });
  expect(read('load-target.json')).toMatchObject({ authority, control: { url: control } });
  const modes = readdirSync(operator).map((name) => statSync(path.join(operator, name)).mode);
  expect(new Set(modes.map((mode) => mode & 0o777))).toEqual(new Set([0o600]));
  left?.[Symbol.dispose]();
  expect(readdirSync(operator)).toEqual(['control-token']);
});

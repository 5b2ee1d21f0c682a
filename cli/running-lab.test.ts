import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { announce, askRunningLab, findRunningLab } from './running-lab.ts';

/** Above what Linux and macOS give out. */
const NOBODY = 2 ** 30;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-state-'));
  writeFileSync(path.join(folder, 'ca.pem'), 'the CA');
});
afterEach(() => rmSync(folder, { recursive: true }));

const lab = () => ({
  authority: 'https://localhost:1/tenant',
  graph: 'https://localhost:1',
  control: 'http://127.0.0.1:2',
  ...{ tenantId: 'tenant', clientId: 'client', port443: false, realNames: false },
  caFile: path.join(folder, 'ca.pem'),
});

test('a lab that is up is found, with one file of everybody to trust', () => {
  const announced = announce(lab(), folder);
  const { bundleFile = '', ...found } = findRunningLab(folder);
  expect(found).toMatchObject(lab());
  expect(readFileSync(bundleFile, 'utf8')).toMatch(/BEGIN CERTIFICATE.*the CA$/s);
  announced[Symbol.dispose]();
  expect(readdirSync(folder)).toEqual(['ca.pem']);
});

test('the file of a lab that came later stays when the first one ends', () => {
  const first = announce(lab(), folder);
  const file = path.join(folder, 'up.json');
  writeFileSync(file, JSON.stringify({ ...lab(), pid: process.ppid }));
  first[Symbol.dispose]();
  expect(existsSync(file)).toBe(true);
});

test.each([
  ['nothing', undefined],
  ['half a file', '{"pid":'],
  ['a lab whose process is gone', JSON.stringify({ pid: NOBODY })],
])('%s is no running lab', (_, text) => {
  if (text !== undefined) writeFileSync(path.join(folder, 'up.json'), text);
  expect(() => findRunningLab(folder)).toThrow('expected a running lab');
});

test('what a killed lab left is removed by the next one', () => {
  writeFileSync(path.join(folder, `bundle-${NOBODY}.pem`), '');
  writeFileSync(path.join(folder, `proxy-ca-${NOBODY}-4433.pem`), '');
  writeFileSync(path.join(folder, `proxy-ca-${process.pid}-4433.pem`), '');
  announce(lab(), folder)[Symbol.dispose]();
  expect(readdirSync(folder).sort()).toEqual(['ca.pem', `proxy-ca-${process.pid}-4433.pem`]);
});

test('an address that is none is said to be none', async () => {
  await expect(askRunningLab('nope')).rejects.toMatchObject({ code: 'USAGE_CONTROL' });
});

/** What `pta-lab load` is asked for and cannot do: one sentence each, before a lab is started. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { listLoadTests, readLoadTest } from '../../load/live/read-load-test.ts';
import { DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { endingOfError } from '../exit-codes.ts';
import { type LoadOptionsAsked, readAskedLoad } from './read-asked-load.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-asked-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function ask(name: string, changes: Partial<LoadOptionsAsked> = {}) {
  const usual = { engine: 'builtin', virtual: true, skew: 0, seed: '1' };
  return readAskedLoad([name], { ...usual, ...changes } as LoadOptionsAsked);
}

const broken = script('broken.js', 'export const options = {');
const closed = script(
  'closed.js',
  `export const options = { scenarios: { a: { executor: 'constant-vus', exec: 'signIn' } } };`,
);
const wrongRate = script(
  'wrong-rate.js',
  `export const options = { scenarios: { a: { executor: 'constant-arrival-rate', exec: 'signIn',
    rate: -5, timeUnit: '1s', duration: '1s', preAllocatedVUs: 1 } } };`,
);
const endless = script('endless.js', `throw new RangeError('PTA_LAB_X: expected more.');`);

test.each<[string, string, Partial<LoadOptionsAsked>, RegExp]>([
  ['a test that is not there', 'peek', {}, /^no load test "peek"; did you mean "peak"\? known/],
  ['a file that is not there', './my.k6.ts', {}, /my\.k6\.ts: expected a k6 script, got no such/],
  ['41 agents', 'peak', { agents: '41' }, /^--agents: expected 1 to 40, .* got "41"$/],
  ['a rate of nothing', 'peak', { peak: '0' }, /^--peak: expected a rate from 1.*, got "0"$/],
  [
    'a rate beyond 40 agents',
    'peak',
    { peak: '16001' },
    /^--peak: expected a rate .* to 16000.*"16001"$/,
  ],
  ['a time of nothing', 'peak', { duration: '0s' }, /^--duration: expected a time .* got "0s"$/],
  ['a time without end', 'peak', { duration: '25h' }, /^--duration: expected .* to 24h .*"25h"$/],
  ['a folder', '/', {}, /^\/: expected a k6 script, got a folder$/],
  ['RSA in virtual time', 'peak', { crypto: 'fast' }, /^--crypto: virtual time has stand-in/],
  ['k6 in virtual time', 'peak', { engine: 'k6' }, /^--engine k6: k6 knows real time only/],
  ['a browser without k6', 'browser', {}, /got browserSignIn; run it with k6$/],
  [
    'a script that does not compile',
    broken,
    {},
    /broken\.js: expected a k6 script that runs, got Syn/,
  ],
  ['a script that refuses', endless, {}, /got RangeError: PTA_LAB_X: expected more\. \(endless/],
  [
    'executors of k6 only',
    closed,
    {},
    /closed: scenarios\.a: .*, got constant-vus; run it with k6$/,
  ],
  ['a negative rate', wrongRate, {}, /scenarios\.a: expected a rate from 0 to \d+, got -5$/],
])('%s is wrong usage', async (_, name, changes, sentence) => {
  const refusal: unknown = await ask(name, changes).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(LabError);
  const { code, message } = refusal as LabError;
  expect([endingOfError(code), message.split('\n').length]).toEqual(['usage', 1]);
  expect(message).toMatch(sentence);
});

test('k6 that is not there, or not found to run, is said with the way to get it', async () => {
  vi.stubEnv('K6_BIN', '/nowhere/k6');
  const refusal: unknown = await ask('smoke', { engine: 'k6', virtual: false }).catch(
    (error: unknown) => error,
  );
  vi.unstubAllEnvs();
  const { code, message } = refusal as LabError;
  expect(message).toMatch(/^Expected k6 at \/nowhere\/k6, found none .*doctor --install k6/);
  expect(endingOfError(code)).toBe('environment');
});

test('left alone it asks for what one agent fewer carries, of three', async () => {
  const [asked] = await ask('peak');
  expect(asked?.settings).toEqual({ agents: 3, peak: 600 });
});

test('an estate says how fast its agents are, unless the command line does', async () => {
  const site = '{ name: hq, agents: [agt-1, agt-2], controllers: [dc-1] }';
  const slow = script('slow.yaml', `sites: [${site}]\ncapacity: cores=1\n`);
  const plain = script('plain.yaml', `sites: [${site}]\n`);
  const speedOf = async (estate: string, capacity?: 'host') => {
    const asked = { engine: 'builtin', virtual: true, skew: 0, seed: '1', estate } as const;
    const [one] = await readAskedLoad(['peak'], { ...asked, ...(capacity && { capacity }) });
    return one?.capacity;
  };
  expect(await speedOf(slow)).toEqual({ ...DOCUMENTED_AGENT, cores: 1 });
  expect(await speedOf(slow, 'host')).toBe('host');
  expect(await speedOf(plain)).toEqual(DOCUMENTED_AGENT);
});

test('every test that comes with pta-lab is read without k6, and asks something', async () => {
  const tests = listLoadTests();
  expect(tests.length).toBeGreaterThan(8);
  for (const { id, question } of tests) {
    const { options } = await readLoadTest(id, { peak: 90, agents: 3, duration: '10s' });
    expect([id, question.endsWith('?')]).toEqual([id, true]);
    expect(Object.keys(options.scenarios).length, id).toBeGreaterThan(0);
    expect(Object.keys(options.thresholds).length, id).toBeGreaterThan(0);
  }
});

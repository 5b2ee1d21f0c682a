/**
 * `createMockEntra()` of the library until it is ready, in a fresh process each time and without
 * the time to load its code; and, said beside it, until its first token.
 */
import { spawnSync } from 'node:child_process';
import { type Figure, row } from './figure.ts';

const ROUNDS = 5;
const GOAL_MS = 100;

export const ready: Figure = {
  name: 'ready',
  about: '"createMockEntra()" until ready, median of five fresh processes, against 100 ms',
  async measure(progress) {
    const rounds = Array.from({ length: ROUNDS }, measureOnce);
    const median = (name: 'readyMs' | 'firstTokenMs') =>
      rounds.map((round) => round[name]).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
    progress(`first token after ${median('firstTokenMs').toFixed(0)} ms more`);
    return [
      row(
        { name: 'ready', value: median('readyMs'), unit: 'ms' },
        { what: 'goal in ms', value: GOAL_MS },
        { atMost: 1 },
      ),
    ];
  },
};

const PROGRAM = `
import { createMockEntra } from './index.ts';
const startMs = performance.now();
const entra = await createMockEntra();
const readyMs = performance.now() - startMs;
const { userName, password } = entra.accounts.cloudOnly;
const form = { grant_type: 'password', client_id: entra.clientId, scope: 'openid' };
const answer = await entra.handle(new Request(entra.authority + '/oauth2/v2.0/token', {
  method: 'POST', body: new URLSearchParams({ ...form, username: userName, password }),
}));
if (answer.status !== 200) throw new Error(await answer.text());
const firstTokenMs = performance.now() - startMs - readyMs;
console.log(JSON.stringify({ readyMs, firstTokenMs }));
await entra[Symbol.asyncDispose]();
`;

function measureOnce(): { readyMs: number; firstTokenMs: number } {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(`the program ended without a figure: ${stderr}`);
  return JSON.parse(stdout);
}

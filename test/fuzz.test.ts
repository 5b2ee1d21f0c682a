/**
 * Every door of the cloud side under hostile requests: nothing throws, hangs, answers 5xx, reflects
 * markup, gives a secret back or leads to an unregistered address. A failure prints the seed.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { exportState } from '../mock-entra/state/dump.ts';
import { call, SIGN_IN, type World } from '../mock-entra/stub-world.ts';
import type { HttpResponse } from '../runtime/ports.ts';
import { createFuzzWorld, SECRETS } from './fuzz/fuzz-world.ts';
import { hostile, MARKER, type Sent } from './fuzz/hostile.ts';
import { judgeAnswer } from './fuzz/judge-answer.ts';
import { type Base, collectBases } from './fuzz/well-meant.ts';
import { proves } from './parity/proves.ts';

const CASES = 10_000;
const PER_WORLD = 200;

let world: World;
let bases: readonly Base[];

async function renew(): Promise<void> {
  world = await createFuzzWorld();
  bases = await collectBases(world);
}

beforeAll(renew);

/** Passwords and client secrets that are still somewhere after they were judged. */
function secretsKept(): string[] {
  const { journal, state } = world.entra.cloud;
  const kept = [journal.entries(), world.rows, world.traced, exportState(state)];
  const text = JSON.stringify(kept);
  return SECRETS.filter((secret) => text.includes(secret));
}

/** Virtual time stands still, so whatever waits for it hangs. */
async function ask({ method, url, ...rest }: Sent): Promise<HttpResponse | 'hangs'> {
  const hangs = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    return 'hangs' as const;
  };
  return Promise.race([call(world, method, url, rest), hangs()]);
}

test('the well-meant requests come as far as consent, second factor and new password', async () => {
  const paths = new Set(bases.map(({ url }) => new URL(url).pathname.split('/').at(-1)));
  for (const last of ['kmsi', 'Set', 'ProcessAuth', 'ChangePassword', 'ConnectorBootstrap']) {
    expect(paths).toContain(last);
  }
  const codes = bases.flatMap(({ form = [] }) => form.filter(([name]) => name === 'code'));
  expect(codes[0]?.[1].length).toBeGreaterThan(20);
  for (const { form = [], body, ...rest } of bases) {
    const sent = new URLSearchParams(form.map(([name, value]): [string, string] => [name, value]));
    expect(await ask({ ...rest, body: body ?? sent.toString() }), rest.url).not.toBe('hangs');
  }
});

test.each<[what: string, answer: Partial<HttpResponse>]>([
  ['status 500', { status: 500 }],
  ['JSON that is none', { body: '{' }],
  ['reflected markup', { body: `x ${MARKER}`, headers: { 'content-type': 'text/plain' } }],
  ['broken header', { headers: { 'x-said': 'a\r\nset-cookie: b' } }],
  ['leads to https://evil.example', { headers: { location: 'https://evil.example/' } }],
  ['came back', { headers: { location: `/?passwd=${SECRETS[0]}` } }],
])('the judge sees a mistake when there is one: %s', (what, wrong) => {
  const sent = { method: 'GET', url: SIGN_IN, headers: {}, body: '' };
  const headers = { 'content-type': 'application/json', ...wrong.headers };
  const problems = judgeAnswer(sent, { status: 200, body: '{}', ...wrong, headers });
  expect(problems.join()).toContain(what);
  expect(problems).toHaveLength(1);
});

test(proves('input.hostile', 'whatever a stranger sends, the answer keeps to the rules'), {
  timeout: 120_000,
}, async () => {
  let asked = 0;
  const property = fc.asyncProperty(hostile(bases), async (sent) => {
    if (++asked % PER_WORLD === 0) {
      expect(secretsKept()).toEqual([]);
      await renew();
    }
    if (!URL.canParse(sent.url)) return;
    const answer = await ask(sent);
    expect(answer === 'hangs' ? ['hangs'] : judgeAnswer(sent, answer)).toEqual([]);
  });
  await fc.assert(property, { numRuns: CASES });
});

/** Entra's lockout against the directory's: the documented rule, and what nobody stated. */

import { expect, test } from 'vitest';
import { MINUTE_MS } from '../protocol/time-units.ts';
import { proves } from '../test/parity/proves.ts';
import { type LockoutPolicyExpectation, lockoutPolicy } from './lockout-policy.ts';
import type { ProbeContext } from './probe.ts';
import { runProbe } from './run-probe.ts';
import { type Answer, createStubCloud, TOKEN } from './stub-cloud.ts';

const SETTINGS = 'GET graph.test/beta/settings';

const own = (threshold: number, seconds: number): Answer => ({
  status: 200,
  json: {
    value: [
      { templateId: 'of groups', values: [{ name: 'LockoutThreshold', value: '99' }] },
      {
        templateId: '5CF42378-d67d-4f36-ba46-e8b86229381d',
        values: [
          { name: 'LockoutThreshold', value: String(threshold) },
          { name: 'LockoutDurationInSeconds', value: String(seconds) },
        ],
      },
    ],
  },
});
const NOTHING_SET: Answer = { status: 200, json: { value: [] } };

async function probe(
  settings: Answer,
  directory: [threshold: number, minutes: number] | null,
  {
    cloud = 'public',
    ...expectation
  }: Partial<Pick<ProbeContext, 'cloud'>> & LockoutPolicyExpectation = {},
) {
  const { context } = createStubCloud({
    [TOKEN]: { status: 200, json: { access_token: 'a.b.c' } },
    [SETTINGS]: settings,
  });
  const [threshold = 0, minutes = 0] = directory ?? [];
  const stated = directory && {
    directoryPolicy: { threshold, durationMs: minutes * MINUTE_MS },
  };
  return await runProbe(lockoutPolicy, { ...context, cloud, ...stated }, expectation);
}

test.each([
  ['Entra lower, the directory twice as high, Entra longer', own(5, 1_200), [10, 15], 'pass', ''],
  ['less than twice', own(5, 1_200), [9, 15], 'fail', 'two to three times'],
  ['the same threshold', own(10, 1_200), [10, 15], 'fail', 'the directory locks first'],
  ['as long as the directory', own(5, 900), [10, 15], 'fail', 'to last longer'],
  ['one second longer', own(5, 901), [10, 15], 'pass', ''],
  ['a directory that locks for good', own(5, 901), [10, 0], 'fail', 'until somebody unlocks'],
  ['a directory that never locks', own(5, 60), [0, 0], 'pass', 'never locks'],
] satisfies [string, Answer, [number, number], string, string][])(
  proves('probes.lockout-policy', '%s'),
  async (_, settings, directory, verdict, text) => {
    const { judgement } = await probe(settings, directory);
    expect(judgement.verdict).toBe(verdict);
    expect(judgement.summary).toContain(text);
  },
);

test('what a tenant has not set is the cloud’s own: ten, and three for governments', async () => {
  const { observation, judgement } = await probe(NOTHING_SET, [20, 30], { duration: 'any' });
  expect(observation).toMatchObject({ entra: { threshold: 10, durationMs: 60_000 } });
  expect(judgement.summary).toContain('the cloud’s own');
  const government = await probe(NOTHING_SET, [20, 30], { cloud: 'usgov' });
  expect(government.observation).toMatchObject({ entra: { threshold: 3, isDefault: true } });
});

test('in China nobody can set it, so Graph is not asked', async () => {
  const { observation } = await probe({ status: 500, json: {} }, [20, 30], { cloud: 'china' });
  expect(observation).toMatchObject({ entra: { threshold: 10, isDefault: true } });
});

test('a missing right or a policy that nobody stated is inconclusive', async () => {
  const forbidden = await probe({ status: 403, json: {} }, [20, 30]);
  expect(forbidden.judgement).toMatchObject({
    verdict: 'inconclusive',
    summary: expect.stringContaining('Directory.Read.All'),
  });
  expect((await probe(NOTHING_SET, null)).judgement).toEqual({
    ...{
      verdict: 'inconclusive',
      summary: 'the forest’s lockout is not known: state it under directory.policy of the target',
    },
  });
});

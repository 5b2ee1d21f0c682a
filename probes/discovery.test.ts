/** The probe against published documents: whose they are, and what became of the keys. */
import { expect, test } from 'vitest';
import { proves } from '../test/parity/proves.ts';
import { type DiscoveryExpectation, discovery } from './discovery.ts';
import type { ProbeContext } from './probe.ts';
import { runProbe } from './run-probe.ts';
import { AUTHORITY, createSignedCloud, createStubCloud } from './stub-cloud.ts';

const DISCOVERY = 'GET login.test/t-1/v2.0/.well-known/openid-configuration';
const published = {
  issuer: `${AUTHORITY}/v2.0`,
  jwks_uri: `${AUTHORITY}/keys`,
  cloud_instance_name: 'microsoftonline.com.lab.localhost',
};

async function probe(
  changes: object = {},
  expectation: DiscoveryExpectation = {},
  context: Partial<ProbeContext> = {},
) {
  const cloud = await createSignedCloud();
  const stub = createStubCloud({
    ...cloud.published,
    [DISCOVERY]: { status: 200, json: { ...published, ...changes } },
  });
  return await runProbe(discovery, { ...stub.context, ...context }, expectation);
}

test('it sees issuer, cloud and key ids, and passes', async () => {
  const { observation, judgement } = await probe();
  expect(observation).toMatchObject({
    ...{ authority: AUTHORITY, cloud: 'public', issuer: `${AUTHORITY}/v2.0` },
    ...{ cloudInstance: 'microsoftonline.com', keyIds: ['key-1'], problem: null },
  });
  expect(judgement.verdict).toBe('pass');
});

test.each([
  ['of another tenant', { issuer: 'https://login.test/t-2/v2.0' }, 'expected issuer'],
  ['of another cloud', { cloud_instance_name: 'microsoftonline.us' }, 'got microsoftonline.us'],
  ['that names no cloud', { cloud_instance_name: undefined }, 'no cloud_instance_name'],
])('a document %s fails', async (_, changes, text) => {
  const { judgement } = await probe(changes);
  expect(judgement.verdict).toBe('fail');
  expect(judgement.summary).toContain(text);
});

test('a tenant of a sovereign cloud names that cloud', async () => {
  const changes = { cloud_instance_name: 'microsoftonline.us' };
  expect((await probe(changes, {}, { cloud: 'usgov' })).judgement.verdict).toBe('pass');
});

test(
  proves('probes.discovery', 'a roll-over passes while one known key is left, and fails after'),
  async () => {
    // EVIDENCE-OF ED-KEYS: there is always more than one valid key; in an emergency all may go.
    const left = await probe({}, { keyIds: ['key-0', 'key-1'] });
    expect(left.judgement.verdict).toBe('pass');
    const none = await probe({}, { keyIds: ['key-0'] });
    expect(none.judgement.verdict).toBe('fail');
    expect(none.judgement.summary).toContain('none of the 1 known');
  },
);

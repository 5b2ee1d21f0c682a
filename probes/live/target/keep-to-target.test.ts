import { expect, test } from 'vitest';
import { Secret } from '../../../runtime/secret.ts';
import { AUTHORITY, createStubCloud, GRAPH } from '../../stub-cloud.ts';
import type { Target } from '../../target.ts';
import { keepToTarget } from './keep-to-target.ts';

const TARGET: Target = {
  ...{ name: 'contoso', kind: 'tenant', cloud: 'public', tenantId: 't-1', clientId: 'app-1' },
  ...{ authority: AUTHORITY, graph: GRAPH },
  directory: {
    ...{ urls: ['ldaps://dc-9.elsewhere.example'], domain: 'corp.contoso.example' },
    account: { userName: 'probe', password: { env: 'X' } },
  },
};
const call = { from: { component: 'prober', site: 'internet', trust: [] }, timeoutMs: 1 };
const bearer = { authorization: 'Bearer a.b.c' };
const world = () => {
  const stub = createStubCloud({ 'GET thief.test/next': { status: 200, json: {} } });
  return { asked: stub.asked, network: keepToTarget(stub.context.network, TARGET) };
};

test('a next page that lies elsewhere gets no token', async () => {
  const { asked, network } = world();
  const next = { method: 'GET', url: 'https://thief.test/next', headers: bearer, body: '' };
  await expect(network.request(next, call)).rejects.toMatchObject({ code: 'TARGET_NOT_ALLOWED' });
  expect(asked).toEqual([]);
  expect(await network.request({ ...next, headers: {} }, call)).toMatchObject({ ok: true });
});

test.each([
  ['dc-1.corp.contoso.example', 'nobody expects'],
  ['dc-9.elsewhere.example', 'nobody expects'],
  ['dc-1.thief.test', 'nothing was sent'],
  ['corp.contoso.example.thief.test', 'nothing was sent'],
])('a bind to %s ends with “%s”', async (host, expected) => {
  const bind = { userPrincipalName: 'probe', password: new Secret('x') };
  await expect(world().network.bind(`ldaps://${host}`, bind, call)).rejects.toThrow(expected);
});

import { createLocalJWKSet, errors, type JWTVerifyOptions, jwtVerify } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { proves } from '../../test/parity/proves.ts';
import { CLIENT_ID, call, createWorld, NOAH, TENANT_ID, type World } from '../stub-world.ts';
import { GRAPH } from '../tenant/resources.ts';
import { FORGERIES, type ForgeOrder, forgeToken } from './forge.ts';

const ORIGIN = 'https://localhost:8443';

let world: World;
let keys: ReturnType<typeof createLocalJWKSet>;

beforeAll(async () => {
  world = await createWorld({}, createRsaCrypto());
  const reply = await call(world, 'GET', `${ORIGIN}/${TENANT_ID}/discovery/v2.0/keys`);
  keys = createLocalJWKSet(JSON.parse(reply.body));
});

/** An ID token unless an audience is given. */
function forge(order: Partial<ForgeOrder>): Promise<string> {
  const { cloud } = world.entra;
  const application = cloud.tenant.applications.find(({ clientId }) => clientId === CLIENT_ID);
  const user = cloud.users.byName(NOAH.username);
  if (!application || !user) throw new Error('the test world lacks its client or its user');
  return forgeToken(cloud, {
    ...{ kind: 'untouched', application, user, origin: ORIGIN },
    ...order,
  });
}

/** What jose says of it. */
async function judged(order: Partial<ForgeOrder>): Promise<unknown> {
  const token = await forge(order);
  const expected: JWTVerifyOptions = {
    audience: order.audience ?? CLIENT_ID,
    currentDate: new Date(world.clock.nowMs()),
    algorithms: ['RS256'],
    ...(order.audience === undefined && { issuer: `${ORIGIN}/${TENANT_ID}/v2.0` }),
  };
  return jwtVerify(token, keys, expected).then(
    ({ payload }) => payload,
    (error: unknown) => error,
  );
}

test('jose accepts the untouched ones, ID token and access token', async () => {
  const oid = world.entra.cloud.users.byName(NOAH.username)?.id;
  expect(await judged({})).toMatchObject({ oid, tid: TENANT_ID });
  expect(await judged({ audience: GRAPH.audience })).toMatchObject({ oid, tid: TENANT_ID });
});

test.each([
  ['expired', errors.JWTExpired, { claim: 'exp' }],
  ['not-yet-valid', errors.JWTClaimValidationFailed, { claim: 'nbf' }],
  ['wrong-issuer', errors.JWTClaimValidationFailed, { claim: 'iss' }],
  ['wrong-audience', errors.JWTClaimValidationFailed, { claim: 'aud' }],
  ['tampered', errors.JWSSignatureVerificationFailed, {}],
  ['wrong-key', errors.JWKSNoMatchingKey, {}],
] as const)(
  proves('control.forge', 'jose refuses the one that is %s, for that reason'),
  async (kind, type, members) => {
    const error = await judged({ kind });
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject(members);
  },
);

test('Graph refuses the forged ones itself', async () => {
  const { cloud } = world.entra;
  const expected = { audience: GRAPH.audience, tenantId: TENANT_ID, nowMs: world.clock.nowMs() };
  for (const kind of FORGERIES.filter((one) => one !== 'untouched')) {
    const token = await forge({ kind, audience: GRAPH.audience });
    expect(await cloud.signer.verify(token, expected)).toMatchObject({ ok: false });
  }
});

test('an access token fails for its own reason too', async () => {
  const audience = GRAPH.audience;
  expect(await judged({ kind: 'expired', audience })).toBeInstanceOf(errors.JWTExpired);
  expect(await judged({ kind: 'wrong-audience', audience })).toMatchObject({ claim: 'aud' });
});

test.each(['https://proxy.cloudwebappproxy.net/registerapp', 'https://vault.azure.net'])(
  'a token for %s, which is not of this tenant, is not made',
  async (audience) => {
    await expect(judged({ audience })).rejects.toMatchObject({ code: 'FORGE_AUDIENCE' });
  },
);

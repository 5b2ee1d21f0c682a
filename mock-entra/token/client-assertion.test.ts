/** Client assertions, signed by an unmodified JOSE library and by Node. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { type JWTHeaderParameters, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { codeOf, START_MS, TENANT_ID } from '../stub-world.ts';
import type { Application } from '../tenant/application.ts';
import {
  APPLICATIONS,
  AUTHORITY,
  claimsOf,
  createClients,
  DAEMON,
  postToken,
  tokensOf,
} from './fixture-clients.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const certificate = {
  // Thumbprints of a certificate that nobody needs here: only the key in it signs.
  x5t: createHash('sha1').update('certificate').digest('base64url'),
  x5tS256: createHash('sha256').update('certificate').digest('base64url'),
  spki: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  notAfterMs: START_MS + 3_600_000,
};
const applications = APPLICATIONS.map(
  (application): Application =>
    application.clientId === DAEMON ? { ...application, certificates: [certificate] } : application,
);

const PS256 = { alg: 'PS256', 'x5t#S256': certificate.x5tS256 };
const RS256 = { alg: 'RS256', x5t: certificate.x5t };
const NOW = START_MS / 1000;
const CLAIMS = {
  ...{ iss: DAEMON, sub: DAEMON, aud: `${AUTHORITY}/oauth2/v2.0/token`, jti: '1' },
  ...{ nbf: NOW, exp: NOW + 600 },
};

function sign(claims: Record<string, unknown>, header: JWTHeaderParameters = PS256) {
  return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
}

function createLab() {
  return createClients({}, { crypto: createRsaCrypto(), changes: { applications } });
}

async function present(world: Awaited<ReturnType<typeof createLab>>, assertion: string) {
  return postToken(world, {
    grant_type: 'client_credentials',
    client_id: DAEMON,
    scope: 'https://graph.microsoft.com/.default',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
}

test.each([
  ['PS256 and x5t#S256', PS256],
  ['RS256 and x5t', RS256],
  // As MSAL for Python writes them.
  ['RS256 and a padded x5t', { ...RS256, x5t: `${certificate.x5t}=` }],
  ['PS256 and a padded x5t#S256', { ...PS256, 'x5t#S256': `${certificate.x5tS256}=` }],
])(
  proves('token.client-assertion', 'an assertion with %s proves the client'),
  async (_, header) => {
    const reply = await present(await createLab(), await sign(CLAIMS, header));
    expect(claimsOf(tokensOf(reply).access_token)).toMatchObject({ appid: DAEMON, appidacr: '2' });
  },
);

// MSAL for Node keeps an assertion until it expires.
test('one assertion is good for several requests', async () => {
  const world = await createLab();
  const assertion = await sign(CLAIMS);
  expect(codeOf(await present(world, assertion))).toBe(0);
  expect(codeOf(await present(world, assertion))).toBe(0);
});

test.each([TENANT_ID.toUpperCase(), 'contoso.example'])(
  'the audience may name the tenant %s',
  async (segment) => {
    const aud = AUTHORITY.replace(TENANT_ID, segment);
    for (const path of ['/v2.0', '/oauth2/v2.0/token', '/']) {
      const assertion = await sign({ ...CLAIMS, aud: `${aud}${path}` });
      expect(codeOf(await present(await createLab(), assertion))).toBe(0);
    }
  },
);

test(
  causes(700027, 'an assertion that no certificate of the application signed is refused'),
  async () => {
    const world = await createLab();
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const foreign = await new SignJWT(CLAIMS).setProtectedHeader(PS256).sign(other);
    expect(codeOf(await present(world, foreign))).toBe(700027);
    const [, payload] = (await sign(CLAIMS)).split('.');
    const unsigned = Buffer.from(JSON.stringify({ ...PS256, alg: 'none' })).toString('base64url');
    expect(codeOf(await present(world, `${unsigned}.${payload}.`))).toBe(700027);
    const unknown = await sign(CLAIMS, { alg: 'RS256', x5t: 'AAAA' });
    expect(codeOf(await present(world, unknown))).toBe(700027);
  },
);

test('an expired certificate signs nothing', async () => {
  const world = await createLab();
  const claims = { ...CLAIMS, exp: NOW + 7200 };
  await world.clock.advanceTo(certificate.notAfterMs);
  expect(codeOf(await present(world, await sign(claims)))).toBe(0);
  await world.clock.advanceTo(certificate.notAfterMs + 1);
  expect(codeOf(await present(world, await sign(claims)))).toBe(700027);
});

test.each(['x', 'a.b.c', 'a.b', `${Buffer.from('[]').toString('base64url')}.e30.x`])(
  causes(50027, 'the assertion "%s" is no JWT'),
  async (assertion) => {
    expect(codeOf(await present(await createLab(), assertion))).toBe(50027);
  },
);

test.each(['iss', 'sub'])(
  causes(700021, 'an assertion whose %s is another application’s is refused'),
  async (claim) => {
    const assertion = await sign({ ...CLAIMS, [claim]: TENANT_ID });
    expect(codeOf(await present(await createLab(), assertion))).toBe(700021);
  },
);

test.each([
  ['another host', 'https://login.example/oauth2/v2.0/token'],
  ['another tenant', AUTHORITY.replace(TENANT_ID, DAEMON)],
  ['another endpoint', `${AUTHORITY}/oauth2/v2.0/authorize`],
  ['no address', 'api://AzureADTokenExchange'],
])(causes(700023, 'an assertion for %s is refused'), async (_, aud) => {
  expect(codeOf(await present(await createLab(), await sign({ ...CLAIMS, aud })))).toBe(700023);
});

// The lab allows five minutes between the clocks: clientAssertionSkewMs.
test.each([
  ['nbf', 300, 0],
  ['nbf', 301, 700024],
  ['exp', -300, 700024],
  ['exp', -299, 0],
] as const)(
  causes(700024, 'an assertion with %s at %i s from now ends as %i'),
  async (claim, at, code) => {
    const assertion = await sign({ ...CLAIMS, [claim]: NOW + at });
    expect(codeOf(await present(await createLab(), assertion))).toBe(code);
  },
);

test('an assertion without exp never began to be good', async () => {
  const { exp: _, ...claims } = CLAIMS;
  expect(codeOf(await present(await createLab(), await sign(claims)))).toBe(700024);
});

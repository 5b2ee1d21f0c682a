/** The device code grant: what the device is told while a person does, or does not, answer. */
import { expect, test } from 'vitest';
import { TIMINGS } from '../../protocol/timings.ts';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { CLIENT_ID, call, codeOf, SIGN_IN, type World } from '../stub-world.ts';
import { answerDeviceCode, findDeviceCode } from './device-code.ts';
import {
  AUTHORITY,
  claimsOf,
  createClients,
  NATIVE,
  NOAH_ID,
  postToken,
  tokensOf,
  WEB,
} from './fixture-clients.ts';

const LIFETIME_MS = TIMINGS.deviceCodeLifetimeMs.value;

async function start(world: World, form: Record<string, string> = {}) {
  const whole = { client_id: CLIENT_ID, scope: 'openid profile offline_access User.Read', ...form };
  return postToken(world, whole, { endpoint: 'devicecode' });
}

async function startedCode(world: World, form: Record<string, string> = {}) {
  const { device_code, user_code } = tokensOf(await start(world, form));
  return { device: device_code ?? '', user: user_code ?? '' };
}

function poll(world: World, device_code: string, form: Record<string, string> = {}) {
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  return postToken(world, { grant_type, client_id: CLIENT_ID, device_code, ...form });
}

function approve(world: World, userCode: string): boolean {
  return answerDeviceCode(world.entra.cloud, userCode, {
    kind: 'approved',
    signedIn: {
      ...{ userId: NOAH_ID, methods: ['pwd', 'mfa'], sessionId: 's-1' },
      authenticatedMs: world.clock.nowMs(),
    },
  });
}

// EVIDENCE-OF ED-DEVICE: expires_in is 15 minutes; there is no verification_uri_complete.
test('the device learns where to send the person, and for how long', async () => {
  const world = await createClients();
  const answer = tokensOf(await start(world));
  expect(answer).toEqual({
    user_code: expect.stringMatching(/^[A-Z2-9]{9}$/),
    device_code: expect.any(String),
    verification_uri: `${SIGN_IN}/common/oauth2/deviceauth`,
    expires_in: 900,
    interval: 5,
    message: expect.stringContaining(answer.user_code ?? '-'),
  });
});

test(
  proves('token.device-code', causes([70016, 70018], 'a code is pending, then redeemed once')),
  async () => {
    const world = await createClients();
    const code = await startedCode(world);
    const pending = await poll(world, code.device);
    expect(codeOf(pending)).toBe(70016);
    expect(JSON.parse(pending.body).error).toBe('authorization_pending');
    expect(approve(world, code.user)).toBe(true);
    const tokens = tokensOf(await poll(world, code.device, { client_info: '1' }));
    expect(claimsOf(tokens.access_token)).toMatchObject({ amr: ['pwd', 'mfa'] });
    for (const name of ['id_token', 'refresh_token', 'client_info']) {
      expect(tokens).toHaveProperty(name);
    }
    expect(codeOf(await poll(world, code.device))).toBe(70018);
  },
);

test('the older name of the grant will do', async () => {
  const world = await createClients();
  const { device } = await startedCode(world);
  expect(codeOf(await poll(world, device, { grant_type: 'device_code' }))).toBe(70016);
});

test(causes(65004, 'a person who declines is reported in the word of the documents'), async () => {
  const world = await createClients();
  const code = await startedCode(world);
  answerDeviceCode(world.entra.cloud, code.user, { kind: 'declined' });
  const reply = await poll(world, code.device);
  expect(codeOf(reply)).toBe(65004);
  expect(JSON.parse(reply.body).error).toBe('authorization_declined');
});

test(causes(70019, 'a code lives until the moment its fifteen minutes are over'), async () => {
  const world = await createClients();
  const code = await startedCode(world);
  const startMs = world.clock.nowMs();
  await world.clock.advanceTo(startMs + LIFETIME_MS - 1);
  expect(findDeviceCode(world.entra.cloud, code.user)).toBeDefined();
  expect(codeOf(await poll(world, code.device))).toBe(70016);
  await world.clock.advanceTo(startMs + LIFETIME_MS);
  expect(findDeviceCode(world.entra.cloud, code.user)).toBeUndefined();
  expect(approve(world, code.user)).toBe(false);
  expect(codeOf(await poll(world, code.device))).toBe(70019);
});

test('another client’s code, or nobody’s, is not recognised', async () => {
  const world = await createClients();
  const { device } = await startedCode(world);
  expect(codeOf(await poll(world, device, { client_id: NATIVE }))).toBe(70018);
  expect(codeOf(await poll(world, 'nonsense'))).toBe(70018);
});

test('what a person types may have spaces and small letters, and answers once', async () => {
  const world = await createClients();
  const { user } = await startedCode(world);
  const typed = ` ${user.slice(0, 3)}-${user.slice(3, 6)} ${user.slice(6)} `.toLowerCase();
  expect(findDeviceCode(world.entra.cloud, typed)).toMatchObject({ clientId: CLIENT_ID });
  expect(approve(world, typed)).toBe(true);
  expect(approve(world, typed)).toBe(false);
});

test.each([
  ['no client_id', { client_id: '' }, 900144],
  ['no scope', { scope: '' }, 900144],
  ['an unknown application', { client_id: NOAH_ID }, 700016],
  ['a resource nobody has', { scope: 'https://no.example/x' }, 500011],
])('a request with %s makes no code', async (_, form, code) => {
  const world = await createClients();
  expect(codeOf(await start(world, form))).toBe(code);
  expect(world.state.deviceCodes.size).toBe(0);
});

test('an application that may not be a public client gets no tokens without a credential', async () => {
  const world = await createClients();
  const { device, user } = await startedCode(world, { client_id: WEB });
  approve(world, user);
  expect(codeOf(await poll(world, device, { client_id: WEB }))).toBe(7000218);
});

test('another verb than POST is refused by name', async () => {
  const url = `${AUTHORITY}/oauth2/v2.0/devicecode`;
  expect(codeOf(await call(await createClients(), 'GET', url))).toBe(900561);
});

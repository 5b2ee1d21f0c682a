/** Approving another device, from its code to its tokens. */
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { ADMIN, CLIENT_ID, call, NOAH, SIGN_IN, TENANT_ID, type World } from '../stub-world.ts';
import { createPagesWorld } from './fixture-applications.ts';
import { createBrowser, pageIn, signIn } from './stub-browser.ts';

const PAGE = `${SIGN_IN}/common/oauth2/deviceauth`;
const HEADERS = { 'content-type': 'application/x-www-form-urlencoded' };

async function post(world: World, path: string, form: Record<string, string>) {
  const body = new URLSearchParams({ client_id: CLIENT_ID, ...form }).toString();
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/${path}`;
  return JSON.parse((await call(world, 'POST', url, { body, headers: HEADERS })).body);
}

async function started() {
  const world = await createPagesWorld();
  const device = await post(world, 'devicecode', { scope: 'openid User.Read' });
  const grant = 'urn:ietf:params:oauth:grant-type:device_code';
  const redeem = async () =>
    post(world, 'token', { grant_type: grant, device_code: device.device_code });
  return { world, userCode: String(device.user_code), redeem };
}

test(
  proves('authorize.device', 'code, sign-in, confirmation, and the device has its tokens'),
  async () => {
    const { world, userCode, redeem } = await started();
    const browser = createBrowser(world);
    expect(pageIn(await browser.get(PAGE))).toBe('ConvergedRemoteConnect');
    expect(pageIn(await browser.submit({ otc: userCode.toLowerCase() }))).toBe('ConvergedSignIn');
    await browser.submit({ loginfmt: NOAH.username });
    const confirm = await browser.submit({ passwd: NOAH.password });
    expect(confirm.body).toContain('Lab client');
    expect(await redeem()).toMatchObject({ error: 'authorization_pending' });
    await browser.submit({ confirm: 'true' });
    expect(await redeem()).toMatchObject({ token_type: 'Bearer' });
    expect(world.rows.find(({ errorCode }) => errorCode === 0)).toMatchObject({
      protocol: 'deviceCode',
      userPrincipalName: NOAH.username,
    });
  },
);

test('who is signed in already is asked which account, and whether they mean it', async () => {
  const { world, userCode, redeem } = await started();
  const browser = createBrowser(world);
  await signIn(browser, NOAH);
  await browser.get(PAGE);
  expect((await browser.submit({ otc: userCode })).body).toContain('tilesHolder');
  expect((await browser.submit({ login: NOAH.username })).body).toContain('Lab client');
  expect(await redeem()).toMatchObject({ error: 'authorization_pending' });
});

test(proves('authorize.device', 'who cancels lets the device know'), async () => {
  const { world, userCode, redeem } = await started();
  const browser = createBrowser(world);
  await browser.get(PAGE);
  await browser.submit({ otc: userCode });
  await browser.submit({ loginfmt: NOAH.username, passwd: NOAH.password });
  await browser.submit({ confirm: 'false' });
  expect(await redeem()).toMatchObject({ error: 'authorization_declined' });
});

test(causes([90119, 70018], 'no code, and one that nobody made'), async () => {
  const { world } = await started();
  const browser = createBrowser(world);
  await browser.get(PAGE);
  expect(pageIn(await browser.submit({ otc: '' }))).toBe('ConvergedRemoteConnect 90119');
  expect(pageIn(await browser.submit({ otc: 'ABCDEFGHJ' }))).toBe('ConvergedRemoteConnect 70018');
});

test('a code is over after fifteen minutes, and not one millisecond before', async () => {
  const { world, userCode } = await started();
  const browser = createBrowser(world);
  await world.clock.advanceTo(world.clock.nowMs() + 15 * 60_000 - 1);
  await browser.get(PAGE);
  expect(pageIn(await browser.submit({ otc: userCode }))).toBe('ConvergedSignIn');
  await world.clock.advanceTo(world.clock.nowMs() + 1);
  await browser.get(PAGE);
  expect(pageIn(await browser.submit({ otc: userCode }))).toBe('ConvergedRemoteConnect 70018');
});

test(causes(90120, 'of two people with the same code, the second comes too late'), async () => {
  const { world, userCode } = await started();
  const browsers = [createBrowser(world), createBrowser(world)];
  for (const [index, browser] of browsers.entries()) {
    const who = index === 0 ? NOAH : ADMIN;
    await browser.get(PAGE);
    await browser.submit({ otc: userCode });
    await browser.submit({ loginfmt: who.username, passwd: who.password });
  }
  const [first, second] = browsers;
  expect(
    pageIn((await first?.submit({ confirm: 'true' })) ?? { status: 0, headers: {}, body: '' }),
  ).toBe('ConvergedRemoteConnect');
  expect(
    pageIn((await second?.submit({ confirm: 'true' })) ?? { status: 0, headers: {}, body: '' }),
  ).toBe('ConvergedError 90120');
});

/**
 * Whole sign-ins in Chromium, by the public ids only: the live lab, its pages, and an application
 * that takes the answer. What a page looks like by itself is in `pages.browser.test.ts`.
 */
import { createHmac } from 'node:crypto';
import type { BrowserContextOptions, Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { answerChallenge } from '../mock-entra/sign-in/second-factor.ts';
import { needs } from './needs.ts';
import { LOGGED_OUT, nameOf, PASSWORD, TOTP_SECRET } from './pages-tenant.ts';
import { createVisitor, type PagesWorld, startPagesWorld, type Visitor } from './pages-visit.ts';
import { causes } from './parity/causes.ts';
import { proves } from './parity/proves.ts';
import { shareChromium } from './shared-chromium.ts';
import { freshStateDir } from './state-dir.ts';

const openBrowser = shareChromium();
const withChromium = needs('chromium');
const stateDir = freshStateDir();

let world: PagesWorld;
beforeAll(async () => {
  world = await startPagesWorld(stateDir);
});
afterAll(() => world[Symbol.asyncDispose]());

async function visit(options?: BrowserContextOptions): Promise<Visitor> {
  return createVisitor(await openBrowser(), world, options);
}

async function enter(tab: Tab, kind: string, password = PASSWORD): Promise<void> {
  await tab.fill('#i0116', nameOf(kind));
  await tab.click('#idSIButton9');
  await tab.fill('#i0118', password);
  await tab.click('#idSIButton9');
}

/** Through the question whether to stay signed in. */
async function answerKmsi(tab: Tab, id = 'idBtn_Back'): Promise<void> {
  await tab.waitForSelector('#KmsiCheckboxField');
  await tab.click(`#${id}`);
}

withChromium(
  causes(
    [50126, 50140],
    proves('pages.in-browser', 'a wrong password comes back to its page, the right one signs in'),
  ),
  async () => {
    await using visitor = await visit();
    const { tab } = visitor;
    await visitor.ask();
    await enter(tab, 'mia', 'not this one');
    expect(await tab.textContent('#passwordError')).not.toBe('');
    expect(await tab.evaluate('$Config.sErrorCode')).toBe('50126');
    expect(await tab.textContent('#displayName')).toBe(nameOf('mia'));
    expect(await tab.inputValue('#i0118')).toBe('');
    expect(await tab.content()).not.toContain('not this one');
    await tab.fill('#i0118', PASSWORD);
    await tab.click('#idSIButton9');
    await answerKmsi(tab);
    expect(await visitor.answer()).toMatchObject({ code: expect.any(String), state: 'as sent' });
    expect(visitor.surprises).toEqual([]);
  },
);

withChromium(causes(50034, 'somebody unknown keeps the name that was typed'), async () => {
  await using visitor = await visit();
  const { tab } = visitor;
  await visitor.ask();
  await tab.fill('#i0116', '"><b>nobody@contoso.example');
  await tab.click('#idSIButton9');
  await tab.waitForSelector('#usernameError');
  expect(await tab.inputValue('#i0116')).toBe('"><b>nobody@contoso.example');
  expect(await tab.evaluate('$Config.sErrorCode')).toBe('50034');
});

withChromium('whoever stays signed in is asked for no password, and can pick', async () => {
  await using visitor = await visit();
  const { tab } = visitor;
  await visitor.ask();
  await enter(tab, 'mia');
  await answerKmsi(tab, 'acceptButton');
  await visitor.answer();
  const kept = (await tab.context().cookies()).find(({ name }) => name === 'ESTSAUTHPERSISTENT');
  expect(kept).toMatchObject({ httpOnly: true, secure: true });
  expect(kept?.expires).toBeGreaterThan(0);
  await visitor.ask();
  expect(await visitor.answer()).toHaveProperty('code');
  await visitor.ask({ prompt: 'select_account' });
  expect(await tab.textContent('#tilesHolder')).toContain(nameOf('mia'));
  await tab.click('#aadTile');
  expect(await visitor.answer()).toHaveProperty('code');
});

withChromium(
  'another account can be used beside the first, and the picker shows both',
  async () => {
    await using visitor = await visit();
    const { tab } = visitor;
    await visitor.ask();
    await enter(tab, 'mia');
    await answerKmsi(tab);
    await visitor.answer();
    await visitor.ask({ prompt: 'select_account' });
    await tab.click('#otherTile');
    await enter(tab, 'noah');
    await answerKmsi(tab);
    await visitor.answer();
    await visitor.ask({ prompt: 'select_account' });
    const shown = await tab.textContent('#tilesHolder');
    expect(shown).toContain(nameOf('mia'));
    expect(shown).toContain(nameOf('noah'));
  },
);

withChromium('back from the password is another user name', async () => {
  await using visitor = await visit();
  const { tab } = visitor;
  await visitor.ask({ login_hint: nameOf('mia') });
  await tab.fill('#i0118', 'half typed');
  await tab.click('#idBtn_Back');
  await enter(tab, 'noah');
  await answerKmsi(tab);
  expect(await visitor.answer()).toHaveProperty('code');
});

/** RFC 6238, written again: the lab's own would agree with itself. */
function totp(stepsAhead = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(world.lab.clock.nowMs() / 30_000) + stepsAhead));
  const bits = [...TOTP_SECRET]
    .map((letter) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
    )
    .join('');
  const secret = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const mac = createHmac('sha1', Buffer.from(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

withChromium(
  causes([50074, 50076], 'a one-time code is asked, and a wrong one refused'),
  async () => {
    await using visitor = await visit();
    const { tab } = visitor;
    await visitor.ask();
    await enter(tab, 'totp');
    await tab.fill('#idTxtBx_SAOTCC_OTC', totp() === '000000' ? '111111' : '000000');
    await tab.click('#idSubmit_SAOTCC_Continue');
    await tab.waitForSelector('[role=alert]');
    await tab.fill('#idTxtBx_SAOTCC_OTC', totp());
    await tab.click('#idSubmit_SAOTCC_Continue');
    await answerKmsi(tab);
    expect(await visitor.answer()).toHaveProperty('code');
  },
);

withChromium('a number is tapped elsewhere, and the page goes on by itself', async () => {
  await using visitor = await visit();
  const { tab } = visitor;
  const { cloud } = world.lab.entra;
  await visitor.ask();
  await enter(tab, 'number');
  const wrong = (await tab.textContent('#idRichContext_DisplaySign')) === '10' ? '11' : '10';
  expect(answerChallenge(cloud, nameOf('number'), wrong)).toBe('denied');
  await tab.waitForSelector('[role=alert]');
  const number = (await tab.textContent('#idRichContext_DisplaySign')) ?? '';
  expect(answerChallenge(cloud, nameOf('number'), number)).toBe('approved');
  await answerKmsi(tab);
  expect(await visitor.answer()).toHaveProperty('code');
  expect(visitor.surprises).toEqual([]);
});

withChromium(causes(65004, 'consent can be declined, or given once for all times'), async () => {
  await using visitor = await visit();
  const { tab } = visitor;
  await visitor.ask({}, 'newcomer');
  await enter(tab, 'noah');
  await answerKmsi(tab);
  await tab.click('#idBtn_Back');
  expect(await visitor.answer()).toMatchObject({ error: 'access_denied', state: 'as sent' });
  await visitor.ask({}, 'newcomer');
  await tab.click('#acceptButton');
  expect(await visitor.answer()).toHaveProperty('code');
  await visitor.ask({}, 'newcomer');
  expect(await visitor.answer()).toHaveProperty('code');
});

withChromium(causes([50055, 120000], 'an expired password is changed on its page'), async () => {
  await using visitor = await visit();
  const { tab } = visitor;
  await visitor.ask();
  await enter(tab, 'expired');
  await changePassword(tab, 'not this one');
  await tab.waitForSelector('#passwordError');
  expect(await tab.evaluate('$Config.sErrorCode')).toBe('120000');
  await changePassword(tab, PASSWORD);
  await answerKmsi(tab);
  expect(await visitor.answer()).toHaveProperty('code');
});

async function changePassword(tab: Tab, old: string): Promise<void> {
  await tab.fill('#currentPassword', old);
  await tab.fill('#newPassword', 'Herbst-2027 "o"');
  await tab.fill('#confirmNewPassword', 'Herbst-2027 "o"');
  await tab.click('#idSIButton9');
}

withChromium(causes(50144, 'one that expired on premises is not, without writeback'), async () => {
  await using visitor = await visit();
  const { tab } = visitor;
  await visitor.ask();
  await enter(tab, 'expired-there');
  await tab.waitForSelector('#passwordExpiredText');
  expect(await tab.locator('input[type=password]').count()).toBe(0);
});

withChromium('a device is signed in by its code', async () => {
  await using visitor = await visit();
  const { tab } = visitor;
  const { clientId } = world.lab;
  const device = `${world.authority}/oauth2/v2.0/devicecode`;
  const form = { client_id: clientId, scope: 'openid User.Read' };
  const started = await (await tab.request.post(device, { form })).json();
  await tab.goto(started.verification_uri);
  await tab.fill('#otc', started.user_code);
  await tab.click('#idSIButton9');
  await enter(tab, 'mia');
  await tab.waitForSelector('#remoteConnectDescription');
  await tab.click('#remoteConnectSubmit');
  await tab.waitForSelector('[data-page="device-done"]');
  const token = { ...form, grant_type: DEVICE_GRANT, device_code: started.device_code };
  const url = `${world.authority}/oauth2/v2.0/token`;
  const answer = await tab.request.post(url, { form: token });
  expect(await answer.json()).toMatchObject({ token_type: 'Bearer' });
});

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

withChromium('logout ends the session, tells the application and goes back to it', async () => {
  await using visitor = await visit();
  const { tab } = visitor;
  const { application, authority } = world;
  await visitor.ask();
  await enter(tab, 'mia');
  await answerKmsi(tab);
  await visitor.answer();
  const back = `${application.origin}${LOGGED_OUT}`;
  const query = new URLSearchParams({ post_logout_redirect_uri: back });
  await tab.goto(`${authority}/oauth2/v2.0/logout?${query}`);
  expect((await application.next('/ended')).get('sid')).toBeTruthy();
  await tab.waitForURL(`${back}**`);
  await visitor.ask();
  expect(await tab.locator('#i0116').count()).toBe(1);
  expect(visitor.surprises).toEqual([]);
});

for (const javaScriptEnabled of [true, false]) {
  const name = `an answer by form arrives, ${javaScriptEnabled ? 'by itself' : 'by its button'}`;
  withChromium(proves('pages.without-scripts', name), async () => {
    await using visitor = await visit({ javaScriptEnabled });
    const { tab } = visitor;
    await visitor.ask({ response_mode: 'form_post' });
    await enter(tab, 'mia');
    await answerKmsi(tab);
    if (!javaScriptEnabled) await tab.getByRole('button', { name: 'Continue' }).click();
    expect(await visitor.answer()).toMatchObject({ code: expect.any(String), state: 'as sent' });
    expect(visitor.surprises).toEqual([]);
  });
}

withChromium('without scripts a tapped number goes on by the button', async () => {
  await using visitor = await visit({ javaScriptEnabled: false });
  const { tab } = visitor;
  await visitor.ask();
  await enter(tab, 'number');
  const number = (await tab.textContent('#idRichContext_DisplaySign')) ?? '';
  answerChallenge(world.lab.entra.cloud, nameOf('number'), number);
  await tab.click('#idSIButton9');
  await answerKmsi(tab);
  expect(await visitor.answer()).toHaveProperty('code');
});

withChromium(causes(50011, 'an unregistered address gets nothing but a page'), async () => {
  await using visitor = await visit();
  const { tab } = visitor;
  await visitor.ask({ redirect_uri: 'https://thief.example/' });
  expect(await tab.textContent('#exceptionMessageContainer')).toContain('AADSTS50011');
  expect(visitor.surprises).toEqual([]);
});

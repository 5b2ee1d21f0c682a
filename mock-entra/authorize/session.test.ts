/** Who is signed in in a browser, and what an application may ask of that. */

import { expect, test } from 'vitest';
import { HOUR_MS } from '../../protocol/time-units.ts';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { ADMIN, NOAH, START_MS, type World } from '../stub-world.ts';
import { createPagesWorld, createPerson, PASSWORD, REDIRECT_URI } from './fixture-applications.ts';
import { type Browser, codeIn, createBrowser, pageIn, replyIn, signIn } from './stub-browser.ts';

const EVE = { username: 'eve@contoso.example', password: PASSWORD };
const DAY_MS = 24 * HOUR_MS;

async function signedInTo(world: World, who = NOAH): Promise<Browser> {
  const browser = createBrowser(world);
  await signIn(browser, who);
  return browser;
}

test(
  proves('authorize.sessions', 'a session answers at once until 24 hours after its last use'),
  async () => {
    const world = await createPagesWorld();
    const browser = await signedInTo(world);
    await world.clock.advanceTo(world.clock.nowMs() + DAY_MS - 1);
    expect(replyIn(await browser.authorize()).code).toBeDefined();
    await world.clock.advanceTo(world.clock.nowMs() + DAY_MS - 1);
    expect(replyIn(await browser.authorize()).code).toBeDefined();
    await world.clock.advanceTo(world.clock.nowMs() + DAY_MS);
    expect(pageIn(await browser.authorize())).toBe('ConvergedSignIn');
  },
);

test(
  proves('authorize.sessions', 'kept signed in, a session outlives the browser and the day'),
  async () => {
    const world = await createPagesWorld();
    const browser = createBrowser(world);
    await browser.authorize();
    await browser.submit({ loginfmt: NOAH.username, passwd: NOAH.password });
    const reply = await browser.submit({ LoginOptions: '1' });
    const kept = reply.cookies?.find((cookie) => cookie.startsWith('ESTSAUTHPERSISTENT='));
    expect(kept?.split('; ').slice(1)).toEqual([
      ...['path=/', 'secure', 'HttpOnly', 'SameSite=None', `Max-Age=${90 * 86_400}`],
    ]);
    browser.cookies.delete('ESTSAUTH');
    await world.clock.advanceTo(world.clock.nowMs() + 90 * DAY_MS - 1);
    expect(replyIn(await browser.authorize()).code).toBeDefined();
  },
);

test('each use of a kept session moves the end of its cookie', async () => {
  const world = await createPagesWorld();
  const browser = createBrowser(world);
  await browser.authorize();
  await browser.submit({ loginfmt: NOAH.username, passwd: NOAH.password });
  await browser.submit({ LoginOptions: '1' });
  const before = browser.cookies.get('ESTSAUTHPERSISTENT');
  const reply = await browser.authorize();
  const renewed = `ESTSAUTHPERSISTENT=${before}; `;
  expect(reply.cookies?.some((cookie) => cookie.startsWith(renewed))).toBe(true);
});

test('the cookie of a session that is not kept has no end of its own', async () => {
  const world = await createPagesWorld();
  const browser = createBrowser(world);
  await browser.authorize();
  const page = await browser.submit({ loginfmt: NOAH.username, passwd: NOAH.password });
  expect(page.cookies).toHaveLength(1);
  expect(page.cookies?.[0]).toMatch(/^ESTSAUTH=[^;]+; path=\/; secure; HttpOnly; SameSite=None$/);
});

test('a cookie somebody made up is nobody’s session', async () => {
  const browser = createBrowser(await createPagesWorld());
  for (const value of ['x', '0.'.padEnd(88, 'A'), '"; drop', '='.repeat(5000)]) {
    browser.cookies.set('ESTSAUTH', value);
    expect(pageIn(await browser.authorize())).toBe('ConvergedSignIn');
  }
});

test('signing in gives a session a new cookie, and the old one is nobody’s', async () => {
  const world = await createPagesWorld();
  const planted = await signedInTo(world, ADMIN);
  const victim = createBrowser(world);
  for (const [name, value] of planted.cookies) victim.cookies.set(name, value);
  await signIn(victim, NOAH, { prompt: 'login' });
  expect(pageIn(await planted.authorize())).toBe('ConvergedSignIn');
});

test(
  proves(
    'authorize.sessions',
    'with two accounts the picker asks, and the one picked gets the code',
  ),
  async () => {
    const world = await createPagesWorld();
    const browser = await signedInTo(world);
    await signIn(browser, ADMIN, { prompt: 'login' });
    const picker = await browser.authorize();
    expect(picker.body).toContain(ADMIN.username);
    expect(picker.body).toContain(NOAH.username);
    expect((await browser.submit({ login: NOAH.username })).status).toBe(302);
    expect(world.rows.at(-1)).toMatchObject({ errorCode: 0, userPrincipalName: NOAH.username });
  },
);

test('another account than those of the picker starts at the first page', async () => {
  const browser = await signedInTo(await createPagesWorld());
  await browser.authorize({ prompt: 'select_account' });
  expect(pageIn(await browser.submit({ login: 'other' }))).toBe('ConvergedSignIn');
  expect(pageIn(await browser.submit({ loginfmt: ADMIN.username }))).toBe('ConvergedSignIn');
  expect(pageIn(await browser.submit({ passwd: ADMIN.password }))).toBe('KmsiInterrupt');
});

test('picking somebody who is not signed in here gives nothing away', async () => {
  const browser = await signedInTo(await createPagesWorld());
  await browser.authorize({ prompt: 'select_account' });
  const page = await browser.submit({ login: ADMIN.username });
  expect([page.status, pageIn(page)]).toEqual([200, 'ConvergedSignIn']);
});

test(proves('authorize.prompts', 'login_hint picks one of several accounts'), async () => {
  const world = await createPagesWorld();
  const browser = await signedInTo(world);
  await signIn(browser, ADMIN, { prompt: 'login' });
  await browser.authorize({ login_hint: NOAH.username.toUpperCase() });
  expect(world.rows.at(-1)).toMatchObject({ errorCode: 0, userPrincipalName: NOAH.username });
});

test(
  proves('authorize.prompts', 'prompt=login and a login_hint ask for the password straight away'),
  async () => {
    const browser = await signedInTo(await createPagesWorld());
    const page = await browser.authorize({ prompt: 'login', login_hint: NOAH.username });
    expect(page.body).toContain('name="passwd"');
    expect(pageIn(await browser.submit({ passwd: NOAH.password }))).toBe('KmsiInterrupt');
  },
);

test('a login_hint of somebody who is not of the tenant gets no password field', async () => {
  const browser = createBrowser(await createPagesWorld());
  for (const login_hint of ['nobody@contoso.example', 'someone@elsewhere.example']) {
    const page = await browser.authorize({ login_hint });
    expect(page.body).toContain(`value="${login_hint}"`);
    expect(page.body).not.toContain('name="passwd"');
  }
});

test('a user who is removed between two pages gets no password field', async () => {
  const world = await createPagesWorld();
  const browser = createBrowser(world);
  await browser.authorize();
  await browser.submit({ loginfmt: NOAH.username });
  const { users } = world.entra.cloud;
  users.remove(users.byName(NOAH.username)?.id ?? '');
  const page = await browser.submit({ passwd: NOAH.password });
  expect(pageIn(page)).toBe('ConvergedSignIn 50034');
  expect(page.body).not.toContain('name="passwd"');
});

test(proves('authorize.prompts', 'max_age asks again one millisecond after it'), async () => {
  const world = await createPagesWorld();
  const browser = await signedInTo(world);
  await world.clock.advanceTo(world.clock.nowMs() + HOUR_MS);
  expect((await browser.authorize({ max_age: '3600' })).status).toBe(302);
  await world.clock.advanceTo(world.clock.nowMs() + 1);
  expect((await browser.authorize({ max_age: '3600' })).body).toContain('name="passwd"');
});

// EVIDENCE-OF ED-REFRESH: "Password expires | Stays alive"
test(proves('authorize.sessions', 'a session outlives the password it rests on'), async () => {
  const expiresMs = START_MS + HOUR_MS;
  const eve = createPerson('eve', { passwordExpiresMs: expiresMs });
  const world = await createPagesWorld({}, [eve]);
  const browser = await signedInTo(world, EVE);
  await world.clock.advanceTo(expiresMs);
  expect(replyIn(await browser.authorize({ prompt: 'none' })).code).toBeDefined();
});

// EVIDENCE-OF ED-REFRESH: "Password changed by user | Revoked"
test(
  causes(50133, 'a changed password ends the sessions of the old one in other browsers'),
  async () => {
    const expiresMs = START_MS + HOUR_MS;
    const eve = createPerson('eve', { passwordExpiresMs: expiresMs });
    const world = await createPagesWorld({}, [eve]);
    const other = await signedInTo(world, EVE);
    await world.clock.advanceTo(expiresMs);
    const browser = await signedInTo(world, EVE);
    const NewPassword = 'Blue-9-clouds-drift';
    const changed = { OldPassword: EVE.password, NewPassword, ConfirmPassword: NewPassword };
    await browser.submit(changed);
    expect(codeIn(await other.authorize({ prompt: 'none' }))).toBe(50133);
    expect(codeIn(await other.authorize({ prompt: 'none', login_hint: NOAH.username }))).toBe(
      50058,
    );
    expect(replyIn(await browser.authorize({ prompt: 'none' })).code).toBeDefined();
    await signIn(other, { ...EVE, password: NewPassword });
    expect(replyIn(await other.authorize({ prompt: 'none' })).code).toBeDefined();
  },
);

function disable({ entra }: World, userName: string): void {
  const { users } = entra.cloud;
  const user = users.byName(userName);
  if (user) users.put({ ...user, accountEnabled: false });
}

test.each([
  ['with', true],
  ['without', false],
])('an account that is disabled between two pages gets no code, %s cookies', async (_, keeps) => {
  const world = await createPagesWorld();
  const browser = createBrowser(world);
  await browser.authorize();
  await browser.submit({ loginfmt: NOAH.username, passwd: NOAH.password });
  disable(world, NOAH.username);
  if (!keeps) browser.cookies.clear();
  expect(pageIn(await browser.submit({ LoginOptions: '0' }))).toBe('ConvergedSignIn');
  expect(pageIn(await browser.submit({ passwd: NOAH.password }))).toBe('ConvergedSignIn 50057');
});

test('an account that was disabled is not signed in any more', async () => {
  const world = await createPagesWorld();
  const browser = await signedInTo(world);
  disable(world, NOAH.username);
  expect(pageIn(await browser.authorize())).toBe('ConvergedSignIn');
});

test(
  proves('authorize.silent', 'prompt=none gets a code from a session, without a page'),
  async () => {
    const browser = await signedInTo(await createPagesWorld());
    const reply = await browser.authorize({ prompt: 'none', response_mode: 'fragment' });
    expect(reply.headers.location?.startsWith(`${REDIRECT_URI}#code=`)).toBe(true);
    expect(reply.headers['x-frame-options']).toBeUndefined();
  },
);

test(causes(50058, 'prompt=none without a session'), async () => {
  const browser = createBrowser(await createPagesWorld());
  const reply = await browser.authorize({ prompt: 'none' });
  expect([codeIn(reply), replyIn(reply).error]).toEqual([50058, 'login_required']);
});

test('prompt=none for somebody else than who is signed in', async () => {
  const browser = await signedInTo(await createPagesWorld());
  const reply = await browser.authorize({ prompt: 'none', login_hint: ADMIN.username });
  expect(codeIn(reply)).toBe(50058);
});

test(causes(16000, 'prompt=none with two accounts and no hint'), async () => {
  const browser = await signedInTo(await createPagesWorld());
  await signIn(browser, ADMIN, { prompt: 'login' });
  const reply = await browser.authorize({ prompt: 'none' });
  expect([codeIn(reply), replyIn(reply).error]).toEqual([16000, 'interaction_required']);
});

test(
  causes(160021, 'prompt=none for a sid that is not of this browser, while its own works'),
  async () => {
    const browser = createBrowser(await createPagesWorld());
    const { session_state: sid = '' } = replyIn(await signIn(browser, NOAH));
    expect(replyIn(await browser.authorize({ prompt: 'none', sid })).code).toBeDefined();
    expect(codeIn(await browser.authorize({ prompt: 'none', sid: `${sid}0` }))).toBe(160021);
  },
);

/** Forms that come late, twice, from elsewhere, or not at all from us. */

import { expect, test } from 'vitest';
import { HOUR_MS } from '../../protocol/time-units.ts';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { call, NOAH, SIGN_IN, TENANT_ID } from '../stub-world.ts';
import { createPagesWorld } from './fixture-applications.ts';
import { configOf, createBrowser, pageIn, signIn } from './stub-browser.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

async function opened() {
  const world = await createPagesWorld();
  const browser = createBrowser(world);
  const page = await browser.authorize();
  const post = async (path: string, form: Record<string, string>) => {
    const body = new URLSearchParams(form).toString();
    return pageIn(await call(world, 'POST', `${SIGN_IN}${path}`, { body, headers: FORM }));
  };
  const { sFT, canary } = configOf(page);
  return { world, browser, post, flowToken: String(sFT), canary: String(canary) };
}

test(
  causes(50089, 'a page left open for an hour is over, one millisecond less is not'),
  async () => {
    const { world, browser } = await opened();
    await world.clock.advanceTo(world.clock.nowMs() + HOUR_MS - 1);
    expect(pageIn(await browser.submit({ loginfmt: NOAH.username }))).toBe('ConvergedSignIn');
    await world.clock.advanceTo(world.clock.nowMs() + 1);
    expect(pageIn(await browser.submit({ passwd: NOAH.password }))).toBe('ConvergedError 50089');
  },
);

test(causes(90014, 'a form without flow token'), async () => {
  const { post } = await opened();
  expect(await post(`/${TENANT_ID}/login`, { loginfmt: 'a' })).toBe('ConvergedError 90014');
  expect(await post('/kmsi', {})).toBe('ConvergedError 90014');
});

test(causes(90023, 'a form with a flow token or a canary that is not ours'), async () => {
  const { post, flowToken, canary } = await opened();
  const login = { loginfmt: NOAH.username };
  const path = `/${TENANT_ID}/login`;
  expect(await post(path, { ...login, flowToken: 'x', canary })).toBe('ConvergedError 90023');
  expect(await post(path, { ...login, flowToken })).toBe('ConvergedError 90023');
  expect(await post(path, { ...login, flowToken, canary: 'x' })).toBe('ConvergedError 90023');
  expect(await post(path, { ...login, flowToken, canary })).toBe('ConvergedSignIn');
});

test(
  proves('authorize.flow', 'a form of a page that is not the next one changes nothing'),
  async () => {
    const { world, browser, post, flowToken, canary } = await opened();
    const flow = { flowToken, canary };
    expect(await post('/kmsi', { ...flow, LoginOptions: '1' })).toBe('ConvergedSignIn');
    const consent = { ...flow, acceptConsent: 'true' };
    expect(await post(`/${TENANT_ID}/Consent/Set`, consent)).toBe('ConvergedSignIn');
    expect(await post('/common/SAS/ProcessAuth', { ...flow, otc: '1' })).toBe('ConvergedSignIn');
    await browser.submit({ loginfmt: NOAH.username });
    const page = await browser.submit({ passwd: NOAH.password });
    expect(pageIn(page)).toBe('KmsiInterrupt');
    // Back to the password page, and sent again: the question after it is asked again.
    const form = { ...flow, loginfmt: NOAH.username, passwd: 'something else' };
    expect(await post(`/${TENANT_ID}/login`, form)).toBe('KmsiInterrupt');
    expect(world.rows.map(({ errorCode }) => errorCode)).toEqual([50140]);
  },
);

test('a flow that ended is over, and its form gets no second code', async () => {
  const { world, browser, post, flowToken, canary } = await opened();
  await browser.submit({ loginfmt: NOAH.username, passwd: NOAH.password });
  expect((await browser.submit({ LoginOptions: '0' })).status).toBe(302);
  expect(await post('/kmsi', { flowToken, canary })).toBe('ConvergedError 90023');
  expect(world.state.codes.size).toBe(1);
});

test('an application that is answered at once leaves no flow behind', async () => {
  const world = await createPagesWorld();
  const browser = createBrowser(world);
  await signIn(browser, NOAH);
  await browser.authorize();
  expect(world.state.flows.size).toBe(0);
});

test('the state holds no flow token, cookie or code', async () => {
  const { world, browser, flowToken } = await opened();
  await browser.submit({ loginfmt: NOAH.username, passwd: NOAH.password });
  const kept = JSON.stringify(
    [world.state.flows, world.state.sessions].map((records) => [...records.entries()]),
  );
  expect(kept).not.toContain(flowToken);
  for (const value of browser.cookies.values()) expect(kept).not.toContain(value);
  expect(kept).not.toContain(NOAH.password);
});

test('what is not emulated is not there', async () => {
  const { world } = await opened();
  for (const path of ['oauth2/authorize', 'saml2', 'wsfed', 'oauth2/v2.0/par', 'winauth/sso']) {
    const { status } = await call(world, 'GET', `${SIGN_IN}/${TENANT_ID}/${path}`);
    expect(status).toBe(404);
  }
});

test('the page that error_uri names explains one code, and nothing it does not know', async () => {
  const { world } = await opened();
  const ask = (code: string) => call(world, 'GET', `${SIGN_IN}/error?code=${code}`);
  expect(pageIn(await ask('50126'))).toBe('ConvergedError 50126');
  for (const code of ['', '1', 'toString', '50126x']) expect((await ask(code)).status).toBe(404);
});

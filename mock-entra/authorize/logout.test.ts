/** The end of a session: whose, who is told, and where the browser goes. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { ADMIN, NOAH, SIGN_IN, TENANT_ID } from '../stub-world.ts';
import { createPagesWorld, HYBRID, LOGOUT_URL, REDIRECT_URI } from './fixture-applications.ts';
import { codeIn, createBrowser, pageIn, replyIn, signIn } from './stub-browser.ts';

const LOGOUT = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/logout`;

async function signedIn(asked: Record<string, string> = {}) {
  const browser = createBrowser(await createPagesWorld());
  const { session_state: sid = '' } = replyIn(await signIn(browser, NOAH, asked));
  return { browser, sid };
}

test(
  proves('authorize.logout', 'after logout nobody is signed in and both cookies are gone'),
  async () => {
    const { browser } = await signedIn();
    const page = await browser.get(LOGOUT);
    expect(pageIn(page)).toBe('ConvergedSignOut');
    expect(page.cookies?.map((cookie) => cookie.slice(0, cookie.indexOf('=')))).toEqual([
      ...['ESTSAUTHPERSISTENT', 'ESTSAUTH'],
    ]);
    expect(browser.cookies.size).toBe(0);
    expect(codeIn(await browser.authorize({ prompt: 'none' }))).toBe(50058);
  },
);

test('a copy of the cookie is worth nothing after logout', async () => {
  const { browser } = await signedIn();
  const [copy = ''] = browser.cookies.values();
  await browser.get(LOGOUT);
  browser.cookies.set('ESTSAUTH', copy);
  expect(codeIn(await browser.authorize({ prompt: 'none' }))).toBe(50058);
});

test(
  proves('authorize.logout', 'applications that were signed in to are told, with sid and issuer'),
  async () => {
    const { browser, sid } = await signedIn();
    const page = await browser.get(LOGOUT);
    const [, address = ''] = /data-src="([^"]*)"/.exec(page.body) ?? [];
    const url = new URL(address.replaceAll('&amp;', '&'));
    expect(url.origin + url.pathname).toBe(LOGOUT_URL);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      iss: `${SIGN_IN}/${TENANT_ID}/v2.0`,
      sid,
    });
  },
);

test(
  proves('authorize.logout', 'the browser goes on to a registered address, with the state'),
  async () => {
    const { browser } = await signedIn({ client_id: HYBRID });
    const query = new URLSearchParams({ post_logout_redirect_uri: REDIRECT_URI, state: 's' });
    const answer = await browser.get(`${LOGOUT}?${query}`);
    expect([answer.status, answer.headers.location]).toEqual([302, `${REDIRECT_URI}?state=s`]);
  },
);

test('an address that nobody registered, or another application did, is not gone to', async () => {
  const { browser } = await signedIn();
  for (const extra of ['https://evil.example/', `${REDIRECT_URI}/more`, 'javascript:alert(1)']) {
    const query = new URLSearchParams({ post_logout_redirect_uri: extra });
    const page = await browser.get(`${LOGOUT}?${query}`);
    expect([page.status, pageIn(page)]).toEqual([200, 'ConvergedSignOut']);
    expect(page.body).not.toContain('evil.example');
  }
  const spa = new URLSearchParams({
    post_logout_redirect_uri: 'https://app.contoso.example/spa',
    client_id: HYBRID,
  });
  expect((await browser.get(`${LOGOUT}?${spa}`)).status).toBe(200);
});

test(proves('authorize.logout', 'logout_hint ends one of two accounts'), async () => {
  const { browser } = await signedIn();
  await signIn(browser, ADMIN, { prompt: 'login' });
  await browser.get(`${LOGOUT}?logout_hint=${encodeURIComponent(NOAH.username)}`);
  const silent = (login_hint: string) => browser.authorize({ prompt: 'none', login_hint });
  expect(codeIn(await silent(NOAH.username))).toBe(50058);
  expect(replyIn(await silent(ADMIN.username)).code).toBeDefined();
});

test('logging out where nobody is signed in is a page like any other', async () => {
  const browser = createBrowser(await createPagesWorld());
  expect(pageIn(await browser.get(LOGOUT))).toBe('ConvergedSignOut');
  expect(pageIn(await browser.get(`${SIGN_IN}/${TENANT_ID}/oauth2/logout`))).toBe(
    'ConvergedSignOut',
  );
});

/** @azure/msal-node, unmodified, with a person who signs in through the real pages in Chromium. */
import {
  ConfidentialClientApplication,
  CryptoProvider,
  PublicClientApplication,
} from '@azure/msal-node';
import { afterAll, beforeAll, expect } from 'vitest';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';
import { createPerson, enterCredentials, signInByPage } from './person.ts';
import { startReceiver } from './receiver.ts';
import { startWitnessLab, type WitnessLab } from './witness-lab.ts';

let witness: WitnessLab;
beforeAll(async () => {
  witness = await startWitnessLab();
});
afterAll(() => witness[Symbol.asyncDispose]());

const browserTest = needs('chromium', 'certutil');

browserTest(
  proves(
    ['authorize.code', 'token.code', 'pages.public-ids'],
    'code with PKCE: a web application redeems it with its secret',
  ),
  async () => {
    const { lab, live, host, folder } = witness;
    await using receiver = await startReceiver();
    await using person = await createPerson(folder, live.caFile);
    const web = lab.applications.web ?? expect.fail('no web application');
    const path = new URL(web.redirectUri ?? '').pathname;
    const redirectUri = `${receiver.origin}${path}`;
    const client = new ConfidentialClientApplication({
      auth: {
        ...{ clientId: web.clientId, clientSecret: web.secret ?? '' },
        ...{ authority: live.authority, knownAuthorities: [host] },
      },
    });
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
    const scopes = ['User.Read'];
    const url = await client.getAuthCodeUrl({
      ...{ scopes, redirectUri, state: 'state-1', nonce: 'nonce-1' },
      ...{ codeChallenge: challenge, codeChallengeMethod: 'S256' },
    });
    await person.page.goto(url);
    await signInByPage(person.page, lab.accounts.healthy ?? expect.fail('nobody'));
    const answer = await receiver.next(path);
    expect(answer.get('state')).toBe('state-1');
    const tokens = await client.acquireTokenByCode({
      ...{ scopes, redirectUri, code: answer.get('code') ?? '', codeVerifier: verifier },
      nonce: 'nonce-1',
    });
    expect(tokens.account?.username).toBe(lab.accounts.healthy?.userName);
    expect(tokens.idTokenClaims).toMatchObject({ nonce: 'nonce-1', aud: web.clientId });
    const account = tokens.account ?? expect.fail('no account');
    const refreshed = await client.acquireTokenSilent({ scopes, account, forceRefresh: true });
    expect(refreshed.fromCache).toBe(false);
  },
);

browserTest(
  proves(
    ['authorize.code', 'authorize.redirect-uris'],
    'interactive on loopback, as a desktop application does',
  ),
  async () => {
    const { lab, live, host, folder } = witness;
    await using person = await createPerson(folder, live.caFile);
    const { clientId } = lab.applications.native ?? expect.fail('no native application');
    const client = new PublicClientApplication({
      auth: { clientId, authority: live.authority, knownAuthorities: [host] },
    });
    const tokens = await client.acquireTokenInteractive({
      scopes: ['User.Read'],
      async openBrowser(url) {
        await person.page.goto(url);
        await signInByPage(person.page, lab.accounts.healthy ?? expect.fail('nobody'));
      },
    });
    expect(tokens.account?.username).toBe(lab.accounts.healthy?.userName);
  },
);

browserTest(
  proves(['authorize.device', 'token.device-code'], 'device code, approved on the pages'),
  async () => {
    const { lab, live, host, folder } = witness;
    await using person = await createPerson(folder, live.caFile);
    const { page } = person;
    const client = new PublicClientApplication({
      auth: { clientId: lab.clientId, authority: live.authority, knownAuthorities: [host] },
    });
    const tokens = await client.acquireTokenByDeviceCode({
      scopes: ['User.Read'],
      async deviceCodeCallback({ verificationUri, userCode }) {
        await page.goto(verificationUri);
        await page.fill('#otc', userCode);
        await page.click('#idSIButton9');
        await enterCredentials(page, lab.accounts.healthy ?? expect.fail('nobody'));
        await page.click('#idSIButton9');
        await page.waitForSelector('#remoteConnectDescription, [data-page="device-done"]');
      },
    });
    expect(tokens?.account?.username).toBe(lab.accounts.healthy?.userName);
  },
);

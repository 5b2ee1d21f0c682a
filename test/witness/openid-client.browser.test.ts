/** openid-client, unmodified, with a person in Chromium: code with PKCE, hybrid flow by form. */
import * as client from 'openid-client';
import { afterAll, beforeAll, expect } from 'vitest';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';
import { createPerson, signInByPage } from './person.ts';
import { startReceiver } from './receiver.ts';
import { startWitnessLab, type WitnessLab } from './witness-lab.ts';

let witness: WitnessLab;
beforeAll(async () => {
  witness = await startWitnessLab();
});
afterAll(() => witness[Symbol.asyncDispose]());

const browserTest = needs('chromium', 'certutil');

async function discoverWeb() {
  const { lab, issuer } = witness;
  const { clientId, secret = '', redirectUri = '' } = lab.applications.web ?? expect.fail('no web');
  const config = await client.discovery(
    ...[new URL(issuer), clientId, secret, client.ClientSecretPost(secret)],
  );
  client.enableNonRepudiationChecks(config);
  return { config, path: new URL(redirectUri).pathname };
}

browserTest(
  proves(
    ['authorize.code', 'token.userinfo', 'authorize.logout'],
    'code with PKCE, userinfo, and sign-out',
  ),
  async () => {
    const { lab, live, folder } = witness;
    const { config, path } = await discoverWeb();
    await using receiver = await startReceiver();
    await using person = await createPerson(folder, live.caFile);
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: `${receiver.origin}${path}`,
      scope: 'openid profile email offline_access',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...{ state, nonce },
    });
    await person.page.goto(url.href);
    await signInByPage(person.page, lab.accounts.healthy ?? expect.fail('nobody'));
    const parameters = await receiver.next(path);
    const tokens = await client.authorizationCodeGrant(
      config,
      new URL(`${receiver.origin}${path}?${parameters}`),
      { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
    );
    const claims = tokens.claims() ?? expect.fail('no id token');
    expect(claims).toMatchObject({ preferred_username: lab.accounts.healthy?.userName });
    const details = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    expect(details.sub).toBe(claims.sub);
    await person.page.goto(
      client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token ?? '' }).href,
    );
    expect((await person.page.context().cookies()).map(({ name }) => name)).not.toContain(
      'ESTSAUTH',
    );
  },
);

browserTest(
  proves(
    ['authorize.hybrid', 'authorize.response-modes'],
    'hybrid: code and id token come by form and belong together',
  ),
  async () => {
    const { lab, live, folder } = witness;
    const { config, path } = await discoverWeb();
    client.useCodeIdTokenResponseType(config);
    await using receiver = await startReceiver();
    await using person = await createPerson(folder, live.caFile);
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const redirectUri = `${receiver.origin}${path}`;
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      response_mode: 'form_post',
      ...{ state, nonce },
    });
    await person.page.goto(url.href);
    await signInByPage(person.page, lab.accounts.healthy ?? expect.fail('nobody'));
    const parameters = await receiver.next(path);
    const request = new Request(redirectUri, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: parameters.toString(),
    });
    const tokens = await client.authorizationCodeGrant(config, request, {
      expectedState: state,
      expectedNonce: nonce,
    });
    expect(tokens.claims()).toMatchObject({ preferred_username: lab.accounts.healthy?.userName });
  },
);

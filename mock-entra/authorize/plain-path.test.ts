/** The way through the pages that most people take, and what goes wrong on it. */
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { accepts, answer, enrol, listen } from '../agents/stub-agent.ts';
import { CLIENT_ID, call, MIA, NOAH, SIGN_IN, TENANT_ID, type World } from '../stub-world.ts';
import { createPagesWorld, createPerson, HYBRID, REDIRECT_URI } from './fixture-applications.ts';
import { createBrowser, pageIn, replyIn, signIn, VERIFIER } from './stub-browser.ts';

function redeem(world: World, form: Record<string, string>) {
  const whole = { grant_type: 'authorization_code', client_id: CLIENT_ID, ...form };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ redirect_uri: REDIRECT_URI, ...whole }).toString();
  return call(world, 'POST', `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/token`, { body, headers });
}

test(
  proves('authorize.code', 'user name, password, stay signed in, and a code that gets tokens'),
  async () => {
    const world = await createPagesWorld();
    const browser = createBrowser(world);
    expect(pageIn(await browser.authorize({ nonce: 'n-1', scope: 'openid profile' }))).toBe(
      'ConvergedSignIn',
    );
    expect(pageIn(await browser.submit({ loginfmt: NOAH.username }))).toBe('ConvergedSignIn');
    expect(pageIn(await browser.submit({ passwd: NOAH.password }))).toBe('KmsiInterrupt');
    const reply = await browser.submit({ LoginOptions: '0' });
    expect(reply.status).toBe(302);
    expect(reply.headers.location?.startsWith(`${REDIRECT_URI}?code=`)).toBe(true);
    const { code = '', state, session_state: sid } = replyIn(reply);
    expect(state).toBe('state-1');
    const tokens = JSON.parse((await redeem(world, { code, code_verifier: VERIFIER })).body);
    const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ nonce: 'n-1', sid, preferred_username: NOAH.username });
  },
);

test(
  proves('authorize.log', 'the question to stay signed in is a row of its own, 50140'),
  async () => {
    const world = await createPagesWorld();
    await signIn(createBrowser(world), NOAH);
    expect(world.rows.map(({ errorCode, protocol }) => [errorCode, protocol])).toEqual([
      [50140, 'oAuth2'],
      [0, 'oAuth2'],
    ]);
    expect(world.rows.map(({ isInteractive }) => isInteractive)).toEqual([true, true]);
  },
);

test(causes(50140, 'keep me signed in interrupts a fresh sign-in once'), async () => {
  const world = await createPagesWorld();
  const browser = createBrowser(world);
  await signIn(browser, NOAH);
  expect((await browser.authorize()).status).toBe(302);
  expect(world.rows.filter(({ errorCode }) => errorCode === 50140)).toHaveLength(1);
});

test(
  proves(
    'authorize.passwords',
    'a wrong password brings the page back with its code, and the right one goes on',
  ),
  async () => {
    const world = await createPagesWorld();
    const browser = createBrowser(world);
    await browser.authorize();
    await browser.submit({ loginfmt: NOAH.username });
    const again = await browser.submit({ passwd: 'not-it' });
    expect([again.status, pageIn(again)]).toEqual([200, 'ConvergedSignIn 50126']);
    expect(again.body).not.toContain('not-it');
    expect(pageIn(await browser.submit({ passwd: NOAH.password }))).toBe('KmsiInterrupt');
  },
);

test(
  causes(50034, 'a name nobody has is refused on the first page and stays in its field'),
  async () => {
    const browser = createBrowser(await createPagesWorld());
    await browser.authorize();
    const page = await browser.submit({ loginfmt: 'nobody@contoso.example' });
    expect(pageIn(page)).toBe('ConvergedSignIn 50034');
    expect(page.body).toContain('value="nobody@contoso.example"');
  },
);

test(causes(90014, 'an empty name'), async () => {
  const browser = createBrowser(await createPagesWorld());
  await browser.authorize();
  expect(pageIn(await browser.submit({ loginfmt: '' }))).toBe('ConvergedSignIn 90014');
});

test('a name and a password in one form are enough', async () => {
  const browser = createBrowser(await createPagesWorld());
  await browser.authorize();
  const form = { loginfmt: NOAH.username, passwd: NOAH.password };
  expect(pageIn(await browser.submit(form))).toBe('KmsiInterrupt');
});

test('without an agent the password page says 80001, with one the agent decides', async () => {
  const world = await createPagesWorld();
  const browser = createBrowser(world);
  await browser.authorize();
  await browser.submit({ loginfmt: MIA });
  expect(pageIn(await browser.submit({ passwd: 'p' }))).toBe('ConvergedSignIn 80001');

  const agent = await enrol(world, 'agt-1');
  const channel = await listen(world, agent);
  const waiting = browser.submit({ passwd: 'p' });
  await world.clock.advanceTo(world.clock.nowMs());
  await answer(world, agent, channel.requests()[0]?.RequestId, accepts(MIA));
  expect(pageIn(await waiting)).toBe('KmsiInterrupt');
  await browser.submit({ LoginOptions: '0' });
  expect(world.rows.at(-1)).toMatchObject({ errorCode: 0, handOff: { agentId: agent.id } });
});

test(
  proves(
    'authorize.federated',
    'a federated user is sent away with their name, and no password is judged',
  ),
  async () => {
    const world = await createPagesWorld(
      {
        domains: [
          { name: 'contoso.example', kind: 'managed' },
          {
            name: 'fed.example',
            kind: 'federated',
            federation: {
              passiveUrl: 'https://sts.fed.example/adfs/ls/?lab=1',
              activeUrl: 'https://sts.fed.example/adfs/services/trust/2005/usernamemixed',
              metadataUrl: 'https://sts.fed.example/adfs/services/trust/mex',
              brand: 'Fed',
            },
          },
        ],
      },
      [createPerson('fay', { userPrincipalName: 'fay@fed.example' })],
    );
    const browser = createBrowser(world);
    await browser.authorize();
    const away = await browser.submit({ loginfmt: 'fay@fed.example', passwd: 'secret-1' });
    const url = new URL(away.headers.location ?? '');
    expect(url.origin + url.pathname).toBe('https://sts.fed.example/adfs/ls/');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      lab: '1',
      wa: 'wsignin1.0',
      wtrealm: 'urn:federation:MicrosoftOnline',
      username: 'fay@fed.example',
    });
    expect(url.href).not.toContain('secret-1');
    expect(world.rows).toEqual([]);
    const hinted = await browser.authorize({ domain_hint: 'fed.example' });
    expect(hinted.headers.location).toContain('https://sts.fed.example/');
  },
);

test(proves('authorize.response-modes', 'a code in the fragment'), async () => {
  const world = await createPagesWorld();
  const reply = await signIn(createBrowser(world), NOAH, { response_mode: 'fragment' });
  expect(reply.headers.location?.startsWith(`${REDIRECT_URI}#code=`)).toBe(true);
});

test(
  proves('authorize.response-modes', 'a code in a form that posts itself, and never in an address'),
  async () => {
    const world = await createPagesWorld();
    const reply = await signIn(createBrowser(world), NOAH, { response_mode: 'form_post' });
    expect(reply.headers.location).toBeUndefined();
    expect(reply.body).toContain(`action="${REDIRECT_URI}"`);
    expect(reply.body).toMatch(/name="code" value="0\.[\w-]{86}"/);
  },
);

test(proves('authorize.hybrid', 'code and id token together, bound to each other'), async () => {
  const world = await createPagesWorld();
  const asked = {
    client_id: HYBRID,
    response_type: 'code id_token',
    nonce: 'n-2',
    client_info: '1',
  };
  const reply = replyIn(await signIn(createBrowser(world), NOAH, asked));
  expect(Object.keys(reply).sort()).toEqual([
    ...['client_info', 'code', 'id_token', 'session_state', 'state'],
  ]);
  const [, claims = ''] = (reply.id_token ?? '').split('.');
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    aud: HYBRID,
    nonce: 'n-2',
    c_hash: expect.stringMatching(/^[\w-]{22}$/),
  });
});

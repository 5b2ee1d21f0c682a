/** Pages that come between the password and the answer. */
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { parseBase32, totpAt } from '../sign-in/second-factor.ts';
import { ADMIN, CLIENT_ID, call, NOAH, SIGN_IN, type World } from '../stub-world.ts';
import type { AccessPolicy } from '../tenant/policy.ts';
import type { User } from '../tenant/tenant.ts';
import { createPagesWorld, createPerson, PASSWORD, STRANGE } from './fixture-applications.ts';
import {
  type Browser,
  codeIn,
  configOf,
  createBrowser,
  pageIn,
  replyIn,
  signIn,
} from './stub-browser.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';
const EVE = { username: 'eve@contoso.example', password: PASSWORD };

function policy(members: Partial<AccessPolicy> = {}): AccessPolicy {
  return {
    name: 'Lab policy',
    users: [EVE.username],
    excludedUsers: [],
    applications: ['*'],
    require: 'mfa',
    ...members,
  };
}

function worldWith(eve: Partial<User>, policies: readonly AccessPolicy[] = [policy()]) {
  return createPagesWorld({ policies }, [createPerson('eve', eve)]);
}

function totp(world: World, stepsAway = 0): string {
  const step = Math.floor(world.clock.nowMs() / 30_000) + stepsAway;
  return totpAt(parseBase32(SECRET) ?? new Uint8Array(), step);
}

async function atFactor(world: World): Promise<Browser> {
  const browser = createBrowser(world);
  expect(pageIn(await signIn(browser, EVE))).toBe('ConvergedTFA');
  return browser;
}

const codesOf = ({ rows }: World) => rows.map(({ errorCode }) => errorCode);

test(
  proves('authorize.second-factor', 'a one-time code goes on to the question to stay signed in'),
  async () => {
    const world = await worldWith({ secondFactor: { totpSecret: SECRET } });
    const browser = await atFactor(world);
    expect(pageIn(await browser.submit({ otc: totp(world) }))).toBe('KmsiInterrupt');
    expect((await browser.submit({ LoginOptions: '0' })).status).toBe(302);
  },
);

test(causes([50076, 50074], 'the second factor interrupts, and a wrong code is told'), async () => {
  const world = await worldWith({ secondFactor: { totpSecret: SECRET } });
  const browser = await atFactor(world);
  expect(pageIn(await browser.submit({ otc: totp(world, -5) }))).toBe('ConvergedTFA 50074');
  expect(codesOf(world)).toEqual([50076, 50074]);
});

test('five wrong codes send the person back to the first page, four do not', async () => {
  const world = await worldWith({ secondFactor: { totpSecret: SECRET } });
  const browser = await atFactor(world);
  for (let n = 1; n <= 4; n++) {
    expect(pageIn(await browser.submit({ otc: '000000' }))).toBe('ConvergedTFA 50074');
  }
  expect(pageIn(await browser.submit({ otc: '000000' }))).toBe('ConvergedSignIn 50074');
});

test('a session with a second factor is not asked for it again, one without is', async () => {
  const world = await worldWith({ secondFactor: { totpSecret: SECRET } });
  const browser = await atFactor(world);
  expect(codeIn(await browser.authorize({ prompt: 'none' }))).toBe(50076);
  await browser.authorize();
  await browser.submit({ otc: totp(world) });
  expect(replyIn(await browser.authorize({ prompt: 'none' })).code).toBeDefined();
});

function answerNumber({ state }: World, answer: 'approved' | 'denied') {
  for (const [id, challenge] of state.numberChallenges.entries()) {
    state.numberChallenges.set(id, { ...challenge, answer });
  }
}

async function poll(world: World, { sFT, apiCanary, sCtx }: Record<string, unknown>, what: string) {
  const body = JSON.stringify({ Method: what, FlowToken: sFT, Ctx: sCtx });
  const headers = { canary: String(apiCanary), 'content-type': 'application/json' };
  return JSON.parse(
    (await call(world, 'POST', `${SIGN_IN}/common/SAS/${what}`, { body, headers })).body,
  );
}

test(
  proves(
    'authorize.second-factor',
    'the page shows a number, polls for it, and goes on once it was tapped',
  ),
  async () => {
    const world = await worldWith({ secondFactor: { numberMatching: true } });
    const browser = createBrowser(world);
    const page = await signIn(browser, EVE);
    const config = configOf(page);
    const begun = await poll(world, config, 'BeginAuth');
    expect(begun).toMatchObject({ Success: true, ResultValue: 'Success' });
    expect(page.body).toContain(`>${begun.Entropy}<`);
    expect(await poll(world, config, 'EndAuth')).toMatchObject({
      ResultValue: 'AuthenticationPending',
    });
    expect(pageIn(await browser.submit({ mfaAuthMethod: 'PhoneAppNotification' }))).toBe(
      'ConvergedTFA',
    );
    answerNumber(world, 'approved');
    expect(await poll(world, config, 'EndAuth')).toMatchObject({
      Success: true,
      ResultValue: 'Success',
    });
    expect(pageIn(await browser.submit({ mfaAuthMethod: 'PhoneAppNotification' }))).toBe(
      'KmsiInterrupt',
    );
  },
);

test('a number that was denied is told, and a new one is shown', async () => {
  const world = await worldWith({ secondFactor: { numberMatching: true } });
  const browser = await atFactor(world);
  answerNumber(world, 'denied');
  const page = await browser.submit({ mfaAuthMethod: 'PhoneAppNotification' });
  expect(pageIn(page)).toBe('ConvergedTFA 50074');
  expect(await poll(world, configOf(page), 'EndAuth')).toMatchObject({ Retry: true });
});

test('calls for a flow that is none are told so, whatever their body is', async () => {
  const world = await createPagesWorld();
  for (const body of ['', 'null', '[]', '{"FlowToken":7}', '{"FlowToken":"x"}', '{']) {
    const { body: answer } = await call(world, 'POST', `${SIGN_IN}/common/SAS/EndAuth`, { body });
    expect(JSON.parse(answer)).toMatchObject({ Success: false, ResultValue: 'Error' });
  }
});

const BLOCKED: readonly [what: string, require: AccessPolicy['require'], code: number][] = [
  [causes(53003, 'a policy that blocks'), 'block', 53003],
  [causes(53000, 'a policy that wants a compliant device'), 'compliant-device', 53000],
  [causes(53002, 'a policy that wants an approved application'), 'approved-app', 53002],
  [causes(50072, 'a second factor that nobody registered'), 'mfa', 50072],
];

test.each(BLOCKED)(
  '%s gets a page, and the application hears nothing',
  async (_, require, code) => {
    const world = await worldWith({}, [policy({ require })]);
    const page = await signIn(createBrowser(world), EVE);
    expect([page.status, pageIn(page)]).toEqual([200, `ConvergedError ${code}`]);
    expect(codesOf(world)).toEqual([code]);
  },
);

test('a policy that blocks is told to an application that asks silently', async () => {
  const world = await worldWith({}, [policy({ require: 'block', applications: [STRANGE] })]);
  const browser = createBrowser(world);
  await signIn(browser, EVE);
  const reply = await browser.authorize({ prompt: 'none', client_id: STRANGE });
  expect([codeIn(reply), replyIn(reply).error]).toEqual([53003, 'interaction_required']);
});

test(proves('authorize.consent', 'consent is asked once, and then the code comes'), async () => {
  const world = await createPagesWorld();
  const browser = createBrowser(world);
  const page = await signIn(browser, NOAH, { client_id: STRANGE });
  expect(pageIn(page)).toBe('ConvergedConsent');
  expect(page.body).toContain('User.Read');
  expect(replyIn(await browser.submit({ acceptConsent: 'true' })).code).toBeDefined();
  expect((await browser.authorize({ client_id: STRANGE })).status).toBe(302);
  expect(codesOf(world)).toEqual([50140, 65001, 0, 0]);
});

test(causes(65001, 'without consent an application that asks silently is told'), async () => {
  const browser = createBrowser(await createPagesWorld());
  await signIn(browser, NOAH);
  const reply = await browser.authorize({ client_id: STRANGE, prompt: 'none' });
  expect([codeIn(reply), replyIn(reply).error]).toEqual([65001, 'consent_required']);
});

test(causes(65004, 'who declines goes back to the application with an error'), async () => {
  const world = await createPagesWorld();
  const browser = createBrowser(world);
  await signIn(browser, NOAH, { client_id: STRANGE });
  const reply = await browser.submit({ acceptConsent: 'false' });
  expect([codeIn(reply), replyIn(reply).error]).toEqual([65004, 'access_denied']);
  expect(codesOf(world).at(-1)).toBe(65004);
});

test(causes(90094, 'a permission that only an administrator may give'), async () => {
  const world = await createPagesWorld();
  const asked = { client_id: STRANGE, scope: 'AuditLog.Read.All' };
  expect(pageIn(await signIn(createBrowser(world), NOAH, asked))).toBe('ConvergedError 90094');
});

test(
  proves(
    'authorize.consent',
    'what a Global Administrator gives for everybody, nobody else is asked',
  ),
  async () => {
    const world = await createPagesWorld({}, [
      createPerson('eve', { roles: ['Global Administrator'] }),
    ]);
    const asked = { client_id: STRANGE, scope: 'AuditLog.Read.All' };
    const eve = createBrowser(world);
    expect(pageIn(await signIn(eve, EVE, asked))).toBe('ConvergedConsent');
    await eve.submit({ acceptConsent: 'true', administrator: 'true' });
    expect(replyIn(await signIn(createBrowser(world), NOAH, asked)).code).toBeDefined();
  },
);

test('an ordinary person gives for nobody but themselves, whatever their form says', async () => {
  const world = await createPagesWorld();
  const noah = createBrowser(world);
  await signIn(noah, NOAH, { client_id: STRANGE });
  await noah.submit({ acceptConsent: 'true', administrator: 'true' });
  const other = await signIn(createBrowser(world), ADMIN, { client_id: STRANGE });
  expect(pageIn(other)).toBe('ConvergedConsent');
});

test(proves('authorize.consent', 'prompt=consent asks again what was given before'), async () => {
  const browser = createBrowser(await createPagesWorld());
  const page = await signIn(browser, NOAH, { prompt: 'consent' });
  expect(pageIn(page)).toBe('ConvergedConsent');
  expect(replyIn(await browser.submit({ acceptConsent: 'true' })).code).toBeDefined();
});

const CHANGED = {
  OldPassword: PASSWORD,
  NewPassword: 'Grün-9-Wolken-fliegen',
  ConfirmPassword: '',
};
const NEW = 'Blue-9-clouds-drift';

test(
  proves('authorize.expired-password', 'an expired password is changed and the sign-in goes on'),
  async () => {
    const world = await worldWith({ passwordExpiresMs: 1 }, []);
    const browser = createBrowser(world);
    expect(pageIn(await signIn(browser, EVE))).toBe('ConvergedChangePassword');
    const differing = { ...CHANGED, NewPassword: NEW, ConfirmPassword: `${NEW}!` };
    expect(pageIn(await browser.submit(differing))).toBe('ConvergedChangePassword 90014');
    const page = await browser.submit({ ...CHANGED, NewPassword: NEW, ConfirmPassword: NEW });
    expect(pageIn(page)).toBe('KmsiInterrupt');
    expect(replyIn(await browser.submit({ LoginOptions: '0' })).code).toBeDefined();
    const again = createBrowser(world);
    expect(pageIn(await signIn(again, EVE))).toBe('ConvergedSignIn 50126');
    expect((await again.submit({ passwd: NEW })).status).toBe(200);
  },
);

test('the page of an expired password is reached by the right password only', async () => {
  const browser = createBrowser(await worldWith({ passwordExpiresMs: 1 }, []));
  const page = await signIn(browser, { ...EVE, password: 'wrong' });
  expect(pageIn(page)).toBe('ConvergedSignIn 50126');
});

test('an injected code is shown on the password page once', async () => {
  const world = await createPagesWorld();
  world.entra.cloud.injections.inject({ code: 90033, times: 1, clientId: CLIENT_ID });
  const browser = createBrowser(world);
  expect(pageIn(await signIn(browser, NOAH))).toBe('ConvergedSignIn 90033');
  expect(pageIn(await browser.submit({ passwd: NOAH.password }))).toBe('KmsiInterrupt');
});

/**
 * Somebody who sends the forms of the pages in any order, with right, wrong and hostile values: no
 * code without everything that it takes, and nothing to an address that nobody registered.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HttpResponse } from '../../runtime/ports.ts';
import { call, SIGN_IN, TENANT_ID, type World } from '../stub-world.ts';
import {
  createPagesWorld,
  createPerson,
  PASSWORD,
  REDIRECT_URI,
  STRANGE,
} from './fixture-applications.ts';
import { configOf, replyIn } from './stub-browser.ts';

const MARKUP = '<pta"\'lab>';
const EVE = 'eve@contoso.example';
const PATHS = [
  ...[`/${TENANT_ID}/login`, `/${TENANT_ID}/reprocess`, '/kmsi', '/common/SAS/ProcessAuth'],
  ...[`/${TENANT_ID}/Consent/Set`, `/${TENANT_ID}/ChangePassword`, '/common/oauth2/deviceauth'],
];
const FIELDS = [
  ...['login', 'loginfmt', 'passwd', 'LoginOptions', 'otc', 'acceptConsent', 'confirm'],
  ...['OldPassword', 'NewPassword', 'ConfirmPassword', 'administrator', MARKUP],
];
const VALUES = [EVE, 'other', 'true', '1', '0', '000000', '', MARKUP, 'nobody@contoso.example'];

const value = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);
/** The right one is only typed where passwords are. */
const field = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...FIELDS), value) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('passwd', 'OldPassword'), fc.constant(PASSWORD)),
  },
);
/** What somebody would send who had only the second factor missing. */
const SENSIBLE: readonly (readonly [path: string, fields: readonly [string, string][]])[] = [
  [
    `/${TENANT_ID}/login`,
    [
      ['loginfmt', EVE],
      ['passwd', PASSWORD],
    ],
  ],
  ['/kmsi', [['LoginOptions', '1']]],
  ['/common/SAS/ProcessAuth', [['otc', '000000']]],
  [`/${TENANT_ID}/Consent/Set`, [['acceptConsent', 'true']]],
];
const form = fc.tuple(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...SENSIBLE) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom(...PATHS), fc.array(field, { maxLength: 5 })),
    },
  ),
  fc.boolean(),
);

type Forms = readonly (typeof form extends fc.Arbitrary<infer One> ? One : never)[];

/** Eve needs a second factor, and her application consent that it does not have. */
function strictWorld(): Promise<World> {
  const secondFactor = { totpSecret: 'JBSWY3DPEHPK3PXP' };
  const everybody = { users: ['*'], excludedUsers: [], applications: ['*'] };
  return createPagesWorld({ policies: [{ ...everybody, name: 'Factor', require: 'mfa' }] }, [
    createPerson('eve', { secondFactor }),
  ]);
}

async function sendAll(world: World, forms: Forms): Promise<readonly HttpResponse[]> {
  const query = new URLSearchParams({
    ...{ client_id: STRANGE, redirect_uri: REDIRECT_URI, response_type: 'code' },
    ...{ scope: 'openid User.Read', state: MARKUP },
  });
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/authorize?${query}`;
  const first = await call(world, 'GET', url);
  const { sFT, canary } = configOf(first);
  const answers = [first];
  let cookie = '';
  for (const [[path, fields], keepsCookies] of forms) {
    const pairs = [...fields, ['flowToken', String(sFT)], ['canary', String(canary)]];
    const body = new URLSearchParams(pairs).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie };
    const answer = await call(world, 'POST', `${SIGN_IN}${path}`, { body, headers });
    if (keepsCookies) cookie = answer.cookies?.at(-1)?.split(';')[0] ?? cookie;
    answers.push(answer);
  }
  return answers;
}

test('no order of forms gets a code without the second factor, or markup back', async () => {
  const seed = 20_260_105;
  await fc.assert(
    fc.asyncProperty(fc.array(form, { maxLength: 12 }), async (forms) => {
      const world = await strictWorld();
      for (const answer of await sendAll(world, forms)) {
        expect([200, 302]).toContain(answer.status);
        const { location = REDIRECT_URI } = answer.headers;
        expect(location.startsWith(REDIRECT_URI)).toBe(true);
        expect(replyIn(answer).code).toBeUndefined();
        expect(answer.body).not.toContain(MARKUP);
        expect(answer.body).not.toContain(PASSWORD);
      }
      expect(world.state.codes.size).toBe(0);
      await world.entra[Symbol.asyncDispose]();
    }),
    { seed, numRuns: 150 },
  );
});

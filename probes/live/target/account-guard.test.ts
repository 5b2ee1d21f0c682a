import { expect, test } from 'vitest';
import { LabError } from '../../../runtime/lab-error.ts';
import { Secret } from '../../../runtime/secret.ts';
import type { Attempt, AttemptLedger } from '../../budget/budget.ts';
import type { BrowserSignIn, BrowserVisit } from '../../probe-ports.ts';
import { createStubCloud, PASSWORD } from '../../stub-cloud.ts';
import { sendPasswordGrant } from '../../wire/password-grant.ts';
import { createGuard, guardContext } from './account-guard.ts';

type Entry = Pick<Attempt, 'kind' | 'outcome'>;

function guarded(cloud: ReturnType<typeof createStubCloud>, allowed = true) {
  const entries: Entry[] = [];
  const ledger: AttemptLedger = {
    begin(_account, kind) {
      const entry: Entry = { kind, outcome: 'pending' };
      if (allowed) entries.push(entry);
      const done = (outcome: Attempt['outcome']) => {
        entry.outcome = outcome;
      };
      return allowed ? { allowed, done } : { allowed, sentence: 'one minute is not over', done };
    },
  };
  const guard = createGuard(ledger, [new Secret(PASSWORD)], undefined, () => 0);
  return { entries, guard, context: guardContext(cloud.context, guard) };
}

const TOKEN = 'POST login.test/t-1/oauth2/v2.0/token';

const refusedBy = (code: number) => ({
  status: 400,
  json: { error: 'invalid_grant', error_codes: [code], error_description: `AADSTS${code}: no` },
});

test.each([
  [{ status: 200, json: { access_token: 'a.b.c' } }, 'success'],
  [refusedBy(53003), 'success'],
  [refusedBy(50126), 'password-failure'],
  [refusedBy(80002), 'other'],
] as const)('what came of an attempt is entered: %o is %s', async (answer, outcome) => {
  const { entries, context } = guarded(createStubCloud({ [TOKEN]: answer }));
  await sendPasswordGrant(context, 'openid');
  expect(entries).toEqual([{ kind: 'right-password', outcome }]);
});

test('another password than the configured one counts as wrong on purpose', async () => {
  const { entries, context } = guarded(createStubCloud({ [TOKEN]: refusedBy(50126) }));
  const account = { ...context.account, password: new Secret('made up') };
  await sendPasswordGrant({ ...context, account }, 'openid');
  expect(entries).toEqual([{ kind: 'wrong-on-purpose', outcome: 'password-failure' }]);
});

test('refused by the budget, nothing is sent: by no protocol', async () => {
  const cloud = createStubCloud({});
  let visits = 0;
  const browser = { signIn: async () => ({ ended: visits++ && 'signed-in' }) as never };
  const { guard, context } = guarded({ ...cloud, context: { ...cloud.context, browser } }, false);
  const bind = { userPrincipalName: 'mia', password: new Secret(PASSWORD) };
  await expect(sendPasswordGrant(context, 'openid')).rejects.toMatchObject({
    code: 'BUDGET_REFUSED',
  });
  await expect(
    context.network.bind('ldaps://dc', bind, { from: context.from, timeoutMs: 1 }),
  ).rejects.toMatchObject({ code: 'BUDGET_REFUSED' });
  const asked = { ...context.account } as BrowserSignIn;
  await expect(context.browser?.signIn(asked)).rejects.toThrow('one minute is not over');
  expect([cloud.asked.length, visits]).toEqual([0, 0]);
  expect(guard.refusal).toBe('one minute is not over');
});

test.each([
  ['second-factor', 'password', null, 'success'],
  ['wrong-password', 'password', null, 'password-failure'],
  ['error-page', 'password', 50126, 'password-failure'],
  ['error-page', 'password', 80001, 'other'],
  ['error-page', 'password', null, 'pending'],
  ['unknown-page', 'password', null, 'pending'],
  ['unknown-page', 'username', null, 'other'],
  ['password-expired', 'password', null, 'other'],
] as const)(
  'a browser that ended with %s after the page %s, code %j, is entered as %s',
  async (...row) => {
    const [ended, page, aadsts, outcome] = row;
    const cloud = createStubCloud({});
    const steps = [{ page, tookMs: 1 }];
    const visit: BrowserVisit = { ended, aadsts, steps, text: '', hasCode: false };
    const browser = { signIn: async () => visit };
    const { entries, context } = guarded({ ...cloud, context: { ...cloud.context, browser } });
    await context.browser?.signIn({ ...context.account } as BrowserSignIn);
    expect(entries).toEqual([{ kind: 'right-password', outcome }]);
  },
);

test.each([
  ['HARNESS_EMFILE', 'other'],
  ['BROWSER_MISSING', 'other'],
  ['BROWSER_HUNG', 'pending'],
  ['HARNESS_UNKNOWN_ERROR', 'pending'],
] as const)('a harness that broke with %s leaves the attempt %s', async (code, outcome) => {
  const cloud = createStubCloud({});
  const signIn = () => Promise.reject(new LabError(code, 'broken'));
  const context = { ...cloud.context, browser: { signIn } };
  const world = guarded({ ...cloud, context });
  const asked = { ...context.account } as BrowserSignIn;
  await expect(world.context.browser?.signIn(asked)).rejects.toThrow('broken');
  expect(world.entries).toEqual([{ kind: 'right-password', outcome }]);
});

test.each([
  [[0, 0, 0], [{ kind: 'right-password', outcome: 'success' }]],
  [[0, 1326], [{ kind: 'right-password', outcome: 'password-failure' }]],
  [
    [1326, 0],
    [
      { kind: 'right-password', outcome: 'password-failure' },
      { kind: 'right-password', outcome: 'success' },
    ],
  ],
] as const)('a round of binds that answer %o is entered as %o', async (answers, expected) => {
  const cloud = createStubCloud({});
  const left = [...answers];
  const bind = async () =>
    ({ ok: true, value: { win32: left.shift() ?? 0 }, phaseMs: {} }) as const;
  const network = { ...cloud.context.network, bind };
  const { entries, context } = guarded({ ...cloud, context: { ...cloud.context, network } });
  const call = { from: context.from, timeoutMs: 1 };
  const asked = { userPrincipalName: 'mia', password: new Secret(PASSWORD) };
  for (const _ of answers) await context.network.bind('ldaps://dc-1', asked, call);
  expect(entries).toEqual(expected);
});

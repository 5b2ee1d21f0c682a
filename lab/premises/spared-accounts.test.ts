/** Whose password may leave for a real directory, and how often. */
import { expect, test } from 'vitest';
import { USUAL_BUDGET } from '../../directory/budget.ts';
import { ERROR } from '../../protocol/win32.ts';
import type { BindResult, Outcome } from '../../runtime/ports.ts';
import { Secret } from '../../runtime/secret.ts';
import { bindSparingly } from './spared-accounts.ts';

const CALL = { from: { component: 'agt-1', site: 'hq', trust: [] }, timeoutMs: 1000 };

function world(answer: Outcome<BindResult> = { ok: true, value: { win32: 0 }, phaseMs: {} }) {
  const clock = { now: Date.UTC(2026, 0, 5), nowMs: () => clock.now };
  const asked: string[] = [];
  const refused: string[] = [];
  const directory = {
    bind: async ({ userPrincipalName }: { userPrincipalName: string }) => {
      asked.push(userPrincipalName);
      return answer;
    },
  };
  const bind = bindSparingly({
    ...{ directory, clock, budget: USUAL_BUDGET, accounts: ['Ada@contoso.example'] },
    onRefused: (sentence) => refused.push(sentence),
  });
  const logon = (userPrincipalName: string) =>
    bind('ldaps://any', { userPrincipalName, password: new Secret('canary-1') }, CALL);
  return { clock, asked, refused, logon };
}

test('nobody beside the list is asked about, and the operator reads why without a password', async () => {
  const { asked, refused, logon } = world();
  expect(await logon('eve@contoso.example')).toMatchObject({
    value: { win32: ERROR.ACCOUNT_RESTRICTION },
  });
  expect(asked).toEqual([]);
  expect(refused).toEqual([
    'The real directory was not asked about eve@contoso.example: it is not on the list of accounts.',
  ]);
});

test('ten agents at once ask once a minute between them, however the name is written', async () => {
  const { clock, asked, refused, logon } = world();
  const names = Array.from({ length: 10 }, (_, at) => (at % 2 ? 'ADA' : 'ada'));
  const outcomes = await Promise.all(names.map((name) => logon(`${name}@contoso.example`)));
  expect(asked).toHaveLength(1);
  expect(refused).toHaveLength(9);
  expect(outcomes.at(-1)).toMatchObject({ value: { win32: ERROR.NO_LOGON_SERVERS } });
  clock.now += 60_000;
  await logon('ada@contoso.example');
  expect(asked).toHaveLength(2);
});

test('a directory that could not be reached is no wrong password', async () => {
  const { clock, asked, logon } = world({
    ...{ ok: false, failure: 'refused', at: 'connect', phaseMs: {} },
  });
  for (const minute of [0, 1, 2]) {
    clock.now += minute * 60_000;
    expect(await logon('ada@contoso.example')).toMatchObject({ failure: 'refused' });
  }
  expect(asked).toHaveLength(3);
});

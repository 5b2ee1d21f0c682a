import { expect, test } from 'vitest';
import { ERROR } from '../protocol/win32.ts';
import { createDice } from '../runtime/dice.ts';
import { LabError } from '../runtime/lab-error.ts';
import { Secret } from '../runtime/secret.ts';
import { createAccount } from './account.ts';
import { createDomain } from './domain.ts';

const right = new Secret('right');
const wrong = new Secret('wrong');
const policy = { adLockoutThreshold: 2, adLockoutDurationMs: 60_000, adLockoutWindowMs: 60_000 };
const ada = createAccount('Ada@Contoso.example', right, createDice('s'));

function domain() {
  const clock = { now: Date.UTC(2026, 0, 5), nowMs: () => clock.now };
  const accounts = [ada];
  return { clock, domain: createDomain({ name: 'contoso.example', accounts, policy, clock }) };
}

test('a user principal name is found in any case', () => {
  const { domain: contoso } = domain();
  expect(contoso.logon('ada@contoso.EXAMPLE', right, 'agt-1')).toBe(0);
  expect(contoso.find('ADA@CONTOSO.EXAMPLE')?.userPrincipalName).toBe('Ada@Contoso.example');
});

test('a name that is not in the domain is 1317 and leaves nothing behind', () => {
  const { domain: contoso } = domain();
  expect(contoso.logon('eve@contoso.example', right, 'agt-1')).toBe(ERROR.NO_SUCH_USER);
  expect(contoso.find('eve@contoso.example')).toBeUndefined();
});

test('failures are remembered from one logon to the next and end with the lockout', () => {
  const { clock, domain: contoso } = domain();
  contoso.logon('ada@contoso.example', wrong, 'agt-1');
  contoso.logon('ADA@contoso.example', wrong, 'agt-2');
  expect(contoso.logon('ada@contoso.example', right, 'agt-1')).toBe(ERROR.ACCOUNT_LOCKED_OUT);
  clock.now += policy.adLockoutDurationMs;
  expect(contoso.logon('ada@contoso.example', right, 'agt-1')).toBe(0);
  expect(contoso.find('ada@contoso.example')?.badPasswordCount).toBe(0);
});

test('two accounts with one name are refused', () => {
  const accounts = [ada, createAccount('ada@contoso.example', right, createDice('t'))];
  const build = () =>
    createDomain({ name: 'contoso.example', accounts, policy, clock: { nowMs: () => 0 } });
  expect(build).toThrow(LabError);
  expect(build).toThrow('expected each user principal name of contoso.example once');
});

import { describe, expect, test } from 'vitest';
import { ERROR } from '../protocol/win32.ts';
import { createDice } from '../runtime/dice.ts';
import { LabError } from '../runtime/lab-error.ts';
import { Secret } from '../runtime/secret.ts';
import { proves } from '../test/parity/proves.ts';
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

describe('what an administrator changes', () => {
  const lea = createAccount('lea@contoso.example', right, createDice('s'));

  test(proves('directory.administration', 'counts from the next logon on'), () => {
    const { domain: contoso } = domain();
    const logon = (name: string, password = right) => contoso.logon(name, password, 'agt-1');
    contoso.put(lea);
    expect(logon('lea@contoso.example')).toBe(0);
    contoso.setPassword('LEA@contoso.example', new Secret('new'));
    expect(logon('lea@contoso.example')).toBe(ERROR.LOGON_FAILURE);
    expect(logon('lea@contoso.example', new Secret('new'))).toBe(0);
    contoso.setRules('lea@contoso.example', { disabled: true });
    expect(logon('lea@contoso.example', new Secret('new'))).toBe(ERROR.ACCOUNT_DISABLED);
    contoso.setRules('lea@contoso.example', { disabled: undefined });
    contoso.rename('lea@contoso.example', 'lea.l@contoso.example');
    expect(logon('lea@contoso.example')).toBe(ERROR.NO_SUCH_USER);
    expect(logon('lea.l@contoso.example', new Secret('new'))).toBe(0);
    contoso.remove('lea.l@contoso.example');
    expect(logon('lea.l@contoso.example')).toBe(ERROR.NO_SUCH_USER);
  });

  test('a reset ends the age of a password, not a lockout', () => {
    const { clock, domain: contoso } = domain();
    contoso.setRules('ada@contoso.example', {
      passwordExpiresMs: clock.now,
      mustChangePassword: true,
    });
    contoso.setPassword('ada@contoso.example', right);
    expect(contoso.logon('ada@contoso.example', right, 'agt-1')).toBe(0);
    for (const _ of [1, 2]) contoso.logon('ada@contoso.example', wrong, 'agt-1');
    contoso.setPassword('ada@contoso.example', right);
    expect(contoso.logon('ada@contoso.example', right, 'agt-1')).toBe(ERROR.ACCOUNT_LOCKED_OUT);
    contoso.setRules('ada@contoso.example', { lockedUntilMs: undefined });
    expect(contoso.logon('ada@contoso.example', right, 'agt-1')).toBe(0);
  });

  test('needs an account that is there, and a name that is free', () => {
    const { domain: contoso } = domain();
    contoso.put(lea);
    expect(() => contoso.remove('eve@contoso.example')).toThrow('got "eve@contoso.example"');
    expect(() => contoso.rename('lea@contoso.example', 'ADA@contoso.example')).toThrow('twice');
    expect(contoso.find('lea@contoso.example')).toBeDefined();
  });
});

describe('the feed of changes', () => {
  test('names each account once, at its last change, and nothing that people did', () => {
    const heard: string[] = [];
    const clock = { nowMs: () => 0 };
    const changed = (kind: string) => heard.push(kind);
    const accounts = [ada];
    const contoso = createDomain({ name: 'contoso.example', accounts, policy, clock, changed });
    contoso.logon('ada@contoso.example', right, 'agt-1');
    expect(contoso.changedSince('account', 0)).toEqual({ changes: [], marker: 0 });
    const lea = createAccount('lea@contoso.example', right, createDice('s'));
    contoso.put(lea);
    contoso.rename('ada@contoso.example', 'ada.l@contoso.example');
    contoso.setRules('lea@contoso.example', { disabled: true });
    const { changes, marker } = contoso.changedSince('account', 0);
    expect(changes.map(({ createdAs }) => createdAs)).toEqual([
      'Ada@Contoso.example',
      'lea@contoso.example',
    ]);
    expect(changes.at(0)?.account?.userPrincipalName).toBe('ada.l@contoso.example');
    expect(contoso.changedSince('account', marker).changes).toEqual([]);
    contoso.remove('lea@contoso.example');
    expect(contoso.changedSince('account', marker).changes).toEqual([
      { id: lea.id, createdAs: 'lea@contoso.example' },
    ]);
    expect(heard).toEqual(['account', 'password', 'account', 'account', 'account']);
  });

  test('has passwords apart, also those that people changed themselves', () => {
    const { domain: contoso } = domain();
    const newPassword = new Secret('Blue-Tram-42');
    const outcome = contoso.changePassword('ada@contoso.example', {
      oldPassword: right,
      newPassword,
    });
    expect(outcome).toBe('changed');
    expect(contoso.changedSince('account', 0).changes).toEqual([]);
    expect(contoso.changedSince('password', 0).changes).toHaveLength(1);
  });
});

test('a name that is not formed like one is told apart from one that nobody has', () => {
  const { domain: contoso } = domain();
  expect(contoso.logon('ada', right, 'agt-1')).toBe(ERROR.INVALID_ACCOUNT_NAME);
});

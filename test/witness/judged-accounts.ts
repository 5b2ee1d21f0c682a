/**
 * Accounts in every state that the directory can hold, and in every pair of them: which of two
 * reasons is told shows in which order a directory asks.
 */
import {
  type AccountRules,
  createAccount,
  type DirectoryAccount,
} from '../../directory/account.ts';
import { createDice } from '../../runtime/dice.ts';
import { Secret } from '../../runtime/secret.ts';

export const ACCOUNT_STATES: Readonly<Record<string, AccountRules>> = {
  locked: { lockedUntilMs: Number.POSITIVE_INFINITY },
  disabled: { disabled: true },
  'account-expired': { accountExpiresMs: 0 },
  'outside-hours': { logonHours: [] },
  'other-workstation': { workstations: ['FRONTDESK'] },
  'password-expired': { passwordExpiresMs: 0 },
  'must-change': { mustChangePassword: true },
};

/** By kind: `healthy`, `disabled`, `disabled+must-change`. */
export function judgedKinds(): ReadonlyMap<string, AccountRules> {
  const states = Object.entries(ACCOUNT_STATES);
  const pairs = states.flatMap(([one, rules], at) =>
    states
      .slice(at + 1)
      .map(([other, more]) => [`${one}+${other}`, { ...rules, ...more }] as const),
  );
  return new Map<string, AccountRules>([
    ...[...['healthy', 'spared', 'guessed'].map((kind) => [kind, {}] as const)],
    ...states,
    ...pairs,
  ]);
}

export function userNameOf(kind: string, domain: string): string {
  return `${kind}@${domain}`;
}

export function judgedAccounts(domain: string, password: string): readonly DirectoryAccount[] {
  const dice = createDice('judged');
  return [...judgedKinds()].map(([kind, rules]) =>
    createAccount(userNameOf(kind, domain), new Secret(password), dice, rules),
  );
}

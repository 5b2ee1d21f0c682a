import { expect, test } from 'vitest';
import { createDice } from '../runtime/dice.ts';
import { Secret } from '../runtime/secret.ts';
import { createAccount, digestPassword, hourOfWeek } from './account.ts';

const password = new Secret('correct horse');

test('an account keeps no readable password', () => {
  const account = createAccount('ada@contoso.example', password, createDice('s'));
  expect(JSON.stringify(account)).not.toContain('horse');
  expect(account.digest).toBe(digestPassword(account.salt, password));
});

test('two users with one password have different digests', () => {
  const dice = createDice('s');
  const ada = createAccount('ada@contoso.example', password, dice);
  const bob = createAccount('bob@contoso.example', password, dice);
  expect(ada.digest).not.toBe(bob.digest);
});

test('the order of creation does not change a salt', () => {
  const first = createDice('s');
  createAccount('bob@contoso.example', password, first);
  const later = createAccount('ada@contoso.example', password, first);
  expect(later).toEqual(createAccount('ada@contoso.example', password, createDice('s')));
});

test('the week begins on Sunday at midnight UTC', () => {
  const sunday = Date.UTC(2026, 0, 4);
  expect(hourOfWeek(sunday - 1)).toBe(167);
  expect(hourOfWeek(sunday)).toBe(0);
  expect(hourOfWeek(Date.UTC(2026, 0, 5, 9, 59, 59, 999))).toBe(33);
  expect(hourOfWeek(Date.UTC(2026, 0, 5, 10))).toBe(34);
});

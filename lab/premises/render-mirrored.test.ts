import { expect, test } from 'vitest';
import { createAccount } from '../../directory/account.ts';
import { createDice } from '../../runtime/dice.ts';
import { Secret } from '../../runtime/secret.ts';
import { renderLogonHours, renderMirrored } from './render-mirrored.ts';

function mirrored(rules: Parameters<typeof createAccount>[3], nowMs: number) {
  const name = 'anna@contoso.example';
  return renderMirrored(createAccount(name, new Secret('one'), createDice('m'), rules), nowMs);
}

test('what expires has not expired a millisecond before', () => {
  const rules = { accountExpiresMs: 500, passwordExpiresMs: 600 };
  expect(mirrored(rules, 499)).toMatchObject({ accountExpired: false, passwordExpired: false });
  expect(mirrored(rules, 500)).toMatchObject({ accountExpired: true, passwordExpired: false });
  expect(mirrored(rules, 600)).toMatchObject({ accountExpired: true, passwordExpired: true });
});

test('a lockout without an end is one, and one that is over is none', () => {
  expect(mirrored({ lockedUntilMs: Number.POSITIVE_INFINITY }, 5)).toMatchObject({ locked: true });
  expect(mirrored({ lockedUntilMs: 5 }, 5)).toMatchObject({ locked: false });
});

test('the first hour of the week is the lowest bit of the first byte, the last the highest of the last', () => {
  const bits = (hours: readonly number[]) => [...Buffer.from(renderLogonHours(hours), 'base64')];
  expect(bits([])).toEqual(Array(21).fill(0));
  expect(bits([0, 9])).toEqual([1, 2, ...Array(19).fill(0)]);
  expect(bits([167])).toEqual([...Array(20).fill(0), 128]);
});

test('any machine is no list at all', () => {
  expect(mirrored({ workstations: ['FRONT', '*'] }, 0)).not.toHaveProperty('workstations');
  expect(mirrored({ workstations: ['FRONT'] }, 0)).toMatchObject({ workstations: ['FRONT'] });
});

/** The cloud's rules for new passwords, at their limits and with the documents' own examples. */
import { expect, test } from 'vitest';
import { Secret } from '../../runtime/secret.ts';
import { isGuessable, isWeak } from './password-rules.ts';

const TENANT = { name: 'fabrikam' };

function guessable(password: string, user = {}): boolean {
  return isGuessable(new Secret(password), TENANT, user);
}

test('eight characters are enough and seven are not, 256 are not too many and 257 are', () => {
  expect(isWeak(new Secret('Abc-123'))).toBe(true);
  expect(isWeak(new Secret('Abc-1234'))).toBe(false);
  expect(isWeak(new Secret(`A1-${'b'.repeat(253)}`))).toBe(false);
  expect(isWeak(new Secret(`A1-${'b'.repeat(254)}`))).toBe(true);
});

test('three kinds of characters are enough and two are not', () => {
  for (const password of ['lower12345', 'UPPER12345', 'lowerUPPER', 'lower-----']) {
    expect(isWeak(new Secret(password)), password).toBe(true);
  }
  for (const password of ['lowerUP123', 'lower-1234', 'UPPER-1234', 'lowerUP---']) {
    expect(isWeak(new Secret(password)), password).toBe(false);
  }
});

test('what is no ASCII is not allowed', () => {
  expect(isWeak(new Secret('Grün-Baum-42'))).toBe(true);
});

// EVIDENCE-OF ED-BAN: "A user named Poll who wants to reset their password to "p0LL23fb"."
test('a name counts in any disguise, from four characters on', () => {
  expect(guessable('p0LL23fb', { givenName: 'Poll' })).toBe(true);
  expect(guessable('pol-23fbx', { givenName: 'Pol' })).toBe(false);
  expect(guessable('F@brikam-Rides-9')).toBe(true);
});

// EVIDENCE-OF ED-BAN: "A password must be at least five (5) points to be accepted."
test('a banned word is one point, and four characters more make it pass', () => {
  expect(guessable('Password-42')).toBe(true);
  expect(guessable('Password-423')).toBe(false);
  expect(guessable('WinterPa$$w0rd-4')).toBe(true);
  expect(guessable('WinterPa$$w0rd-42')).toBe(false);
});

// EVIDENCE-OF ED-BAN: "The matching process is based on an edit distance of one (1) comparison."
test('one character more, less or different is still the banned word, two are not', () => {
  for (const near of ['Passwor', 'Password9', 'Passwird', 'assword']) {
    expect(guessable(near), near).toBe(true);
  }
  expect(guessable('Passwird99')).toBe(false);
});

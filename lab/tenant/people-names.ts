/**
 * Names and passwords from the seed. All are drawn from one stream each, one after the other,
 * because a stream per person would cost more than the person: an order that changes changes
 * people.
 */
import { faker } from '@faker-js/faker/locale/en';
import type { Dice } from '../../runtime/ports.ts';

export interface PersonName {
  givenName: string;
  surname: string;
  /** Lower case, not taken yet: `ada.lovelace`, `ada.lovelace2`. */
  localPart: string;
}

/** `faker` is one for the process: draw all names before anybody else seeds it. */
export function createNames(dice: Dice, taken: Set<string> = new Set()): () => PersonName {
  faker.seed(dice.fork('names').below(2 ** 31));
  const numbers = new Map<string, number>();
  return () => {
    const givenName = faker.person.firstName();
    const surname = faker.person.lastName();
    const plain = `${givenName}.${surname}`.toLowerCase().replaceAll(/[^a-z.]/g, '');
    let localPart = plain;
    while (taken.has(localPart)) {
      const number = (numbers.get(plain) ?? 1) + 1;
      numbers.set(plain, number);
      localPart = `${plain}${number}`;
    }
    taken.add(localPart);
    return { givenName, surname, localPart };
  };
}

/** Long, of all kinds of characters, and safe in URLs, shells and YAML. */
export function createPasswords(dice: Dice): () => string {
  return () => `Lab-${Buffer.from(dice.bytes(12)).toString('base64url')}-7`;
}

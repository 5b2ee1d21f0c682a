/**
 * The dice for one key: by its name and by how many keys of that name came before, so that a
 * renewed key differs from the old one and that no key depends on what was made for others.
 */
import type { Dice } from '../ports.ts';

export function createKeyDice(dice: Dice): (name: string) => Dice {
  const made = new Map<string, number>();
  return (name) => {
    const generation = made.get(name) ?? 0;
    made.set(name, generation + 1);
    return dice.fork(`key ${generation} of ${name}`);
  };
}

/** Every password that a lab with this seed knows: the canaries that no artefact may hold. */
import { createPopulation } from '../lab/population.ts';
import { createDice } from '../runtime/dice.ts';

const USERS_PER_GROUP = 20;

export function passwordsOf(seed: string): string[] {
  const people = createPopulation(
    createDice(seed).fork('people'),
    'contoso.example',
    USERS_PER_GROUP,
    0,
  );
  const accounts = [...Object.values(people.accounts), ...Object.values(people.groups).flat()];
  return [...new Set(accounts.map(({ password }) => password))];
}

/** The forms in which a password could leave: as it is, in a form, in base64. */
export function formsOf(password: string): string[] {
  return [password, encodeURIComponent(password), Buffer.from(password).toString('base64')];
}

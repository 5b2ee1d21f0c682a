/** Every password and secret that a lab with this seed knows: the canaries no artefact may hold. */
import { foundTenant } from '../lab/tenant/found-tenant.ts';
import { createDice } from '../runtime/dice.ts';

export function passwordsOf(seed: string): string[] {
  const { population, applications } = foundTenant(createDice(seed), {}, 0);
  const accounts = [
    ...Object.values(population.accounts),
    ...Object.values(population.groups).flat(),
  ];
  return [
    ...new Set([
      ...accounts.map(({ password }) => password),
      ...accounts.flatMap(({ totpSecret }) => totpSecret ?? []),
      ...Object.values(applications.kept).flatMap(({ secret }) => secret ?? []),
    ]),
  ];
}

/** The forms in which a password could leave: as it is, in a form, in base64. */
export function formsOf(password: string): string[] {
  return [password, encodeURIComponent(password), Buffer.from(password).toString('base64')];
}

/**
 * The tenant of a lab with a real directory: its allow-listed accounts become cloud users whose
 * passwords nobody here knows. Nobody else has a password on premises, and nobody is invented.
 */
import { domainOf } from '../../mock-entra/tenant/tenant.ts';
import type { ExternalDirectory } from '../estate.ts';
import type { Population } from './population.ts';
import { domainsOf, type TenantDescription } from './tenant-description.ts';

const TENANT_NAME = 'contoso';

export function describeExternal(
  { accounts }: ExternalDirectory,
  given: TenantDescription = { name: TENANT_NAME },
): TenantDescription {
  const { generate: _nobody, users = [], ...description } = given;
  const known = new Set(users.map(({ userName }) => userName.toLowerCase()));
  const further = accounts.filter((account) => !known.has(account.toLowerCase()));
  const domains = domainsOf(description);
  const names = new Set(domains.map(({ name }) => name.toLowerCase()));
  const added = new Set(further.map(domainOf).filter((name) => !names.has(name.toLowerCase())));
  return {
    ...description,
    domains: [...domains, ...[...added].map((name) => ({ name }))],
    users: [...users, ...further.map((userName) => ({ userName }))],
  };
}

/** Without the passwords that were made up for people of the real directory. */
export function withoutForeigners(
  population: Population,
  { accounts }: ExternalDirectory,
): Population {
  const foreign = new Set(accounts.map((account) => account.toLowerCase()));
  const own = Object.entries(population.accounts).filter(
    ([, { userName }]) => !foreign.has(userName.toLowerCase()),
  );
  const groups = { 'right-password': [], 'wrong-password': [], 'cloud-only': [] };
  return { ...population, accounts: Object.fromEntries(own), groups, directoryAccounts: [] };
}

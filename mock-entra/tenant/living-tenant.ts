/**
 * The tenant as it is by now: what was converted or switched while it lives, over what it was made
 * from. Readers look through it each time, so none may copy it for later.
 */
import type { SettingsRecord } from '../state/records.ts';
import type { Tenant } from './tenant.ts';

export function livingTenant(made: Tenant, settings: () => SettingsRecord): Tenant {
  return Object.defineProperties(
    { ...made },
    {
      domains: { enumerable: true, get: () => settings().domains ?? made.domains },
      passwordWriteback: {
        enumerable: true,
        get: () => settings().passwordWriteback ?? made.passwordWriteback,
      },
    },
  );
}

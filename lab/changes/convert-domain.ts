/**
 * Every federated domain of the tenant becomes managed: the way from AD FS to Pass-through
 * Authentication. AD FS stays up for 12 hours after it (ED-QS).
 */
import { refused, setTenant } from '../tenant/administer.ts';
import { managedDomains } from '../tenant/convert-domains.ts';
import type { Change } from './change.ts';

export const convertDomain: Change = {
  id: 'convert-domain',
  title: 'Convert federated domains to managed',
  about:
    'Converts every federated domain of the tenant: its users sign in as the others from now on.',
  where: [],
  parameters: {},
  async apply(lab) {
    const { domains } = lab.entra.cloud.tenant;
    if (domains.every(({ kind }) => kind === 'managed')) {
      throw refused('No domain of the tenant is federated.');
    }
    return setTenant(lab, { domains: managedDomains(lab) });
  },
  basis: 'documented',
  sources: ['ED-QS'],
};

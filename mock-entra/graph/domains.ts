/**
 * Domains of the tenant: managed or federated. Whether a managed one signs in by pass-through
 * authentication cannot be seen here, as in Entra.
 */
import type { Domain } from '../tenant/tenant.ts';
import { createPair, type DirectoryList } from './list.ts';
import type { Properties } from './properties.ts';
import { type Access, DENIED, type GraphCall } from './resource.ts';

const READ_ALL = [
  'Domain.Read.All',
  'Domain.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

const ACCESS: Access = { delegated: READ_ALL, application: READ_ALL, denied: DENIED };

interface Row {
  domain: Domain;
  first: boolean;
}

const PROPERTIES: Properties<Row> = {
  id: { read: ({ domain }) => domain.name },
  authenticationType: {
    read: ({ domain }) => (domain.kind === 'managed' ? 'Managed' : 'Federated'),
  },
  availabilityStatus: { read: () => null },
  isAdminManaged: { read: () => true },
  isDefault: { read: ({ first }) => first },
  isInitial: { read: ({ first }) => first },
  isRoot: { read: () => true },
  isVerified: { read: () => true },
  supportedServices: { read: () => [] },
  passwordNotificationWindowInDays: { read: () => null },
  passwordValidityPeriodInDays: { read: () => null },
  state: { read: () => null },
};

function listOf({ cloud }: GraphCall): DirectoryList<Row> {
  const { domains } = cloud.tenant;
  return {
    rows: () => domains.map((domain, position) => ({ domain, first: position === 0 })),
    idOf: ({ domain }) => domain.name,
    properties: PROPERTIES,
    shown: Object.keys(PROPERTIES),
    sortable: { always: [], advanced: [] },
  };
}

export const [DOMAINS, DOMAIN] = createPair(
  {
    path: '/domains',
    context: 'domains',
    access: ACCESS,
    options: ['$select', '$top', '$skiptoken'],
  },
  listOf,
);

/**
 * The tenant as an organisation. With `User.Read` alone a caller sees its id, its name and its
 * domains; every other member is null (GR organization-list).
 */
import type { Domain, Tenant } from '../tenant/tenant.ts';
import { createPair, type DirectoryList } from './list.ts';
import type { Properties } from './properties.ts';
import { type Access, DENIED, type GraphCall } from './resource.ts';

const READ_ALL = [
  'Organization.Read.All',
  'Organization.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

const ACCESS: Access = {
  delegated: ['User.Read', ...READ_ALL],
  application: READ_ALL,
  denied: DENIED,
};

interface Row {
  tenant: Tenant;
  /** Not with `User.Read` alone. */
  whole: boolean;
}

const PROPERTIES: Properties<Row> = {
  id: { read: ({ tenant }) => tenant.id },
  displayName: { read: ({ tenant }) => tenant.displayName },
  verifiedDomains: { read: ({ tenant }) => tenant.domains.map(renderDomain) },
  createdDateTime: {
    read: ({ tenant, whole }) => (whole ? new Date(tenant.createdMs).toISOString() : null),
  },
  onPremisesSyncEnabled: { read: ({ whole }) => (whole ? true : null) },
  tenantType: { read: ({ whole }) => (whole ? 'AAD' : null) },
  assignedPlans: { read: ({ tenant, whole }) => (whole ? plansOf(tenant) : null) },
};

/** The first domain stands for the initial one, `….onmicrosoft.com` in Entra. */
function renderDomain({ name, kind }: Domain, position: number) {
  return {
    name,
    type: kind === 'managed' ? 'Managed' : 'Federated',
    isDefault: position === 0,
    isInitial: position === 0,
    capabilities: '',
  };
}

function plansOf({ licence }: Tenant) {
  if (licence === 'none') return [];
  const service = licence === 'P1' ? 'AADPremiumService' : 'AADPremiumServiceP2';
  return [{ capabilityStatus: 'Enabled', service }];
}

function listOf({ cloud, principal }: GraphCall): DirectoryList<Row> {
  const granted = principal.kind === 'user' ? principal.scopes : principal.roles;
  const row = { tenant: cloud.tenant, whole: granted.some((one) => READ_ALL.includes(one)) };
  return {
    rows: () => [row],
    idOf: ({ tenant }) => tenant.id,
    properties: PROPERTIES,
    shown: Object.keys(PROPERTIES),
    sortable: { always: [], advanced: [] },
  };
}

export const [ORGANIZATIONS, ORGANIZATION] = createPair(
  { path: '/organization', context: 'organization', access: ACCESS, options: ['$select'] },
  listOf,
);

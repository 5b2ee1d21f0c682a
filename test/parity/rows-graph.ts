/** Parity rows of one area; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

const EMULATED = { live: 'emulated', virtual: 'emulated' } as const;
const ABSENT = { live: 'absent', virtual: 'absent' } as const;

export const GRAPH_ROWS = {
  'graph.users': {
    behaviour: 'users: list, by id or name, `/me`, `/users/$count` (v1.0, beta)',
    ...EMULATED,
    note: 'Read-only; the members a lab user has, everything else null.',
  },
  'graph.organization': {
    behaviour: 'organization: list and by id; with User.Read alone most members are null',
    ...EMULATED,
  },
  'graph.domains': {
    behaviour: 'domains: list and by name, managed or federated',
    ...EMULATED,
    note: 'The first domain of the tenant stands for the initial one. No federationConfiguration.',
  },
  'graph.applications': {
    behaviour: 'applications: list and by id; secrets and certificates by id and end only',
    ...EMULATED,
    note: 'No addressing by appId in the path; requiredResourceAccess is not shown.',
  },
  'graph.agents': {
    behaviour:
      'onPremisesPublishingProfiles (beta): agents and agentGroups, list and by id, `$expand`',
    ...EMULATED,
    note: 'Profiles other than `authentication` are empty. One group, which holds every agent.',
  },
  'graph.synchronization': {
    behaviour: 'directory/onPremisesSynchronization: read, and switch on the UPN flag for good',
    ...EMULATED,
    note: 'No other feature can be changed; configuration is not shown.',
  },
  'graph.settings': {
    behaviour: 'settings (beta): the tenant’s own smart lockout, Password Rule Settings',
    ...EMULATED,
    note: 'Listed where it is not the default; no other setting, no templates, no change.',
  },
  'graph.sign-ins': {
    behaviour: 'auditLogs/signIns: list and by id, newest first, status and failure reason',
    ...EMULATED,
    note:
      'The latest 10,000, at once: no lag and no retention period. No device, location or ' +
      'Conditional Access details.',
  },
  'graph.authentication-details': {
    behaviour: 'authenticationDetails (beta) name who checked the password, and the agent',
    ...EMULATED,
  },
  'graph.filter': {
    behaviour: '`$filter` with the operators documented for each property',
    ...EMULATED,
    note:
      'eq, ne, ge, le, in, startsWith, endsWith, any, and, or, not, parentheses. No functions ' +
      'of dates, no `$count` of a list, no arithmetic.',
  },
  'graph.paging': {
    behaviour: '`$top`, `$skiptoken`, `@odata.nextLink`, `$select`, `$orderby`, `$count`',
    ...EMULATED,
    note: '`$count` and advanced queries need ConsistencyLevel: eventual, as documented.',
  },
  'graph.permissions': {
    behaviour: 'permissions from the token, delegated and application, and directory roles',
    ...EMULATED,
    note:
      'Global Administrator, Hybrid Identity Administrator and Reports Reader are the roles the ' +
      'lab has; which of them may read agents is assumed. AuditLog.Read.All alone opens the ' +
      'sign-in log: the documents ask for Directory.Read.All too, as a known issue.',
  },
  'graph.licence': {
    behaviour: 'the sign-in log needs a tenant with P1 or P2',
    ...EMULATED,
  },
  'graph.throttling': {
    behaviour: '429 with Retry-After: 5 requests in 10 s for reports, 3,500 for the rest',
    ...EMULATED,
    note: 'For each application. Costs of single requests and x-ms-throttle headers are absent.',
  },
  'graph.errors': {
    behaviour: 'errors in Graph’s shape: 400, 401, 403, 404, 405, 429, 501',
    ...EMULATED,
    note: 'Texts are the lab’s own.',
  },
  'graph.changes': {
    behaviour: 'changes through Graph (users, applications, domains, agent groups)',
    ...ABSENT,
    note: '405. The control API and the tenant file change the tenant instead.',
  },
  'graph.batch': {
    behaviour: '`$batch`, `$search`, delta queries, change notifications, `$metadata`',
    ...ABSENT,
    note: '404; `$search` and other options of OData 501.',
  },
  'graph.other-resources': {
    behaviour: 'every other resource: groups, devices, mail, policies, audit log, …',
    ...ABSENT,
    note: '404',
  },
} as const satisfies ParityRows;

/** Parity rows of one area; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

export const TENANT_ROWS = {
  'tenant.file': {
    behaviour: 'A tenant in one file: domains, users, passwords, applications, policies',
    live: 'emulated',
    virtual: 'emulated',
    note: 'What is left out comes from the seed: same file and seed, same tenant (docs/tenant.md).',
  },
  'tenant.contoso': {
    behaviour: 'Without a file: Contoso, with an account and an application of each kind',
    live: 'emulated',
    virtual: 'emulated',
  },
  'tenant.generated-users': {
    behaviour: 'Generated users, up to 100,000',
    live: 'emulated',
    virtual: 'emulated',
  },
  'tenant.domains': {
    behaviour: 'Managed and federated domains',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Federation is a redirect: no federation service is behind it.',
  },
  'tenant.alternate-id': {
    behaviour: 'Alternate ID: signs in with one name, is another one on premises',
    live: 'emulated',
    virtual: 'emulated',
  },
  'tenant.sign-in-method': {
    behaviour: 'Pass-through authentication or password hash synchronisation from the start',
    live: 'emulated',
    virtual: 'emulated',
  },
  'tenant.applications': {
    behaviour: 'Registered applications with their own ids, redirect URIs, secrets, permissions',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Registered in the file only; there is no way to register one at run time.',
  },
  'tenant.application-certificates': {
    behaviour: 'Certificates of applications, given as PEM or made by the lab',
    live: 'real',
    virtual: 'absent',
    note: 'Made ones are new at every start; virtual crypto gives no private key away.',
  },
  'tenant.state-file': {
    behaviour: 'State in SQLite that outlives a kill',
    live: 'real',
    virtual: 'absent',
    note:
      'Users, settings, tokens, sessions, signing keys, changes on premises, lab time. Agents ' +
      'register anew at each start; the sign-in log and bad-password counters begin anew.',
  },
  'tenant.state-dump': {
    behaviour: 'Export and import of the state as JSON',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Without the keys that sign tokens.',
  },
  'tenant.several': {
    behaviour: 'Several tenants, guests, B2B',
    live: 'absent',
    virtual: 'absent',
    note: 'One tenant per lab; others answer AADSTS90002.',
  },
} as const satisfies ParityRows;

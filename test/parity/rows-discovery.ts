/** Parity rows of one area; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

const EMULATED = { live: 'emulated', virtual: 'emulated' } as const;

export const DISCOVERY_ROWS = {
  'discovery.configuration': {
    behaviour:
      'OpenID configuration v2.0 for the tenant’s id and domains, common, organizations, consumers',
    ...EMULATED,
    note: 'kerberos_endpoint is named and absent.',
  },
  'discovery.configuration-v1': {
    behaviour: 'OpenID configuration v1: issuer and keys for receivers of v1 tokens',
    ...EMULATED,
    note: 'Its authorization, token and logout endpoints are named and absent.',
  },
  'discovery.keys': {
    behaviour: 'JWKS with kid, x5t, x5c and issuer; during a roll-over both keys',
    ...EMULATED,
  },
  'discovery.instance': {
    behaviour: 'instance discovery, api-version 1.0 and 1.1, with aliases',
    ...EMULATED,
    note: 'The public cloud only: no rows of national clouds.',
  },
  'discovery.real-names': {
    behaviour: 'who dials Microsoft’s names finds them in every answer, else the lab’s names',
    ...EMULATED,
  },
  'discovery.user-realm': {
    behaviour: 'UserRealm 1.0 and 2.x, in any spelling of the path; PTA shows as Managed',
    ...EMULATED,
    note: 'No tenant branding.',
  },
  'discovery.get-user-realm': {
    behaviour: 'GetUserRealm.srf as JSON and as XML',
    ...EMULATED,
  },
  'discovery.credential-type': {
    behaviour: 'GetCredentialType; a user who does not exist differs in IfExistsResult only',
    ...EMULATED,
    note: 'No throttling, no passkeys, no certificate sign-in; shape from public captures.',
  },
  'discovery.desktop-sso': {
    behaviour: 'Seamless SSO (autologon), Kerberos endpoint',
    live: 'absent',
    virtual: 'absent',
    note: '404',
  },
} as const satisfies ParityRows;

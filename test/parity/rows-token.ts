/** Parity rows of one area; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

const emulated = { live: 'emulated', virtual: 'emulated' } as const;
const absent = { live: 'absent', virtual: 'absent' } as const;

export const TOKEN_ROWS = {
  'token.request': {
    ...emulated,
    behaviour: 'Form, verb, tenant and application of a token request',
    note: 'The AADSTS code of each mistake; which of two mistakes is told first is assumed.',
  },
  'token.password': {
    ...emulated,
    behaviour: 'Password grant',
    note: 'Not at common and consumers; policies are judged after the password.',
  },
  'token.client-secret': {
    ...emulated,
    behaviour: 'Client secret in the body and in Authorization: Basic',
  },
  'token.client-assertion': {
    live: 'real',
    virtual: 'emulated',
    behaviour: 'Client assertion signed with a certificate: RS256, PS256, x5t, x5t#S256',
    note: 'One assertion may come again until it expires, as MSAL does; no x5c with subject name.',
  },
  'token.code': {
    ...emulated,
    behaviour: 'Authorization code with PKCE: one redemption, ten minutes',
    note: 'A second redemption ends the refresh tokens of the first.',
  },
  'token.cross-origin': {
    ...emulated,
    behaviour: 'Cross-origin redemption for single-page applications and for nobody else',
  },
  'token.refresh': {
    ...emulated,
    behaviour: 'Refresh tokens: a newer one each time, the old one stays good, 90 days',
    note:
      'Account, policies and consent are judged again. No sign-in frequency; no row in the ' +
      'sign-in log.',
  },
  'token.refresh-spa': {
    ...emulated,
    behaviour: 'Refresh tokens of single-page applications end 24 hours after the first',
  },
  'token.refresh-revoked': {
    ...emulated,
    behaviour: 'All refresh tokens of a user are revoked at once',
    note: 'Access tokens live on: no continuous access evaluation.',
  },
  'token.device-code': {
    ...emulated,
    behaviour: 'Device code: codes, polling, one redemption',
    note: 'Polling too fast has no consequence, as in the documents.',
  },
  'token.client-credentials': {
    ...emulated,
    behaviour: 'Client credentials with application roles',
    note: 'Roles of the registration, once an administrator has agreed.',
  },
  'token.access-v1': { ...emulated, behaviour: 'Access tokens in format v1 (Graph and others)' },
  'token.access-v2': {
    ...emulated,
    behaviour: 'Access tokens in format v2 for an application of the tenant',
    note: 'No optional claims, no encryption; groups as if the registration asked for them.',
  },
  'token.id-token': {
    ...emulated,
    behaviour: 'ID tokens: claims by scope, pairwise sub, groups with overage',
    note: 'No app roles of users: nobody is assigned to an application.',
  },
  'token.consent': {
    ...emulated,
    behaviour: 'Consent of a user or of an administrator decides what a token may do',
    note: 'Graph permissions that end in .All need an administrator.',
  },
  'token.signature': {
    live: 'real',
    virtual: 'emulated',
    behaviour: 'RS256 with RSA-2048, certificate in the published keys',
  },
  'token.key-rollover': {
    ...emulated,
    behaviour: 'A new signing key; the old one stays published for a while',
    note: 'When Entra rolls its keys is not published: the lab does on demand.',
  },
  'token.key-kept': {
    live: 'real',
    virtual: 'absent',
    behaviour: 'Signing keys outlive a restart with --state',
  },
  'token.userinfo': { ...emulated, behaviour: 'Userinfo endpoint at Graph' },
  'token.v1-endpoint': { ...absent, behaviour: 'Token endpoint v1.0 (resource instead of scope)' },
  'token.on-behalf-of': { ...absent, behaviour: 'On-behalf-of, SAML bearer and token exchange' },
  'token.implicit': { ...absent, behaviour: 'Access tokens from the authorization endpoint' },
  'token.federated-credentials': {
    ...absent,
    behaviour: 'Client assertions of another issuer (federated identity credentials), mutual TLS',
  },
} as const satisfies ParityRows;

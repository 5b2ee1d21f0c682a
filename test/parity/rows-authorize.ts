/** Parity rows of the authorization endpoint, sessions and logout; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

export const AUTHORIZE_ROWS = {
  'authorize.code': {
    behaviour: 'Authorization code with PKCE (S256 and plain)',
    live: 'emulated',
    virtual: 'emulated',
  },
  'authorize.response-modes': {
    behaviour: 'Answers in the query, the fragment, or a form that posts itself',
    live: 'emulated',
    virtual: 'emulated',
  },
  'authorize.hybrid': {
    behaviour: 'Hybrid `code id_token`, and `id_token` alone, where the application allows it',
    live: 'emulated',
    virtual: 'emulated',
  },
  'authorize.implicit-access-token': {
    behaviour: 'Access tokens from the authorization endpoint (`token`)',
    live: 'absent',
    virtual: 'absent',
    note: 'Refused as 70005, though discovery lists `id_token token` as Entra’s does.',
  },
  'authorize.redirect-uris': {
    behaviour: 'Only registered redirect URIs; the port of loopback addresses is free',
    live: 'emulated',
    virtual: 'emulated',
    note: 'No wildcards. Of several that differ in the port only, the first counts.',
  },
  'authorize.requests': {
    behaviour: 'Wrong requests get their AADSTS code, on a page or in the redirect',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Which code a request with two mistakes gets is assumed.',
  },
  'authorize.request-objects': {
    behaviour: 'Request objects (`request`, `request_uri`), pushed authorization requests',
    live: 'absent',
    virtual: 'absent',
  },
  'authorize.shared-authorities': {
    behaviour: '`common` and `organizations` for multitenant applications',
    live: 'emulated',
    virtual: 'emulated',
    note: 'There is one tenant: everybody who signs in is from it.',
  },
  'authorize.prompts': {
    behaviour: '`prompt`, `login_hint`, `domain_hint`, `max_age`, `sid`',
    live: 'emulated',
    virtual: 'emulated',
    note: '`prompt=create` is refused; login_hint is a user name, not the opaque claim.',
  },
  'authorize.silent': {
    behaviour: '`prompt=none` from a frame: an answer or an error, never a page',
    live: 'emulated',
    virtual: 'emulated',
    note: 'The error words beside login_required are assumed.',
  },
  'authorize.sessions': {
    behaviour: 'Sessions with several accounts, account picker, keep me signed in',
    live: 'emulated',
    virtual: 'emulated',
    note: 'ESTSAUTH and ESTSAUTHPERSISTENT; other cookies of Entra (buid, esctx, fpc) are left out.',
  },
  'authorize.flow': {
    behaviour: 'Flow token and canary, expiry of a page left open, forms sent twice or late',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Not bound to the browser by a cookie, as Entra’s are.',
  },
  'authorize.passwords': {
    behaviour: 'Password page: wrong password, unknown user, agents’ errors with their codes',
    live: 'emulated',
    virtual: 'emulated',
  },
  'authorize.expired-password': {
    behaviour: 'An expired password is changed on the way, where licence and writeback allow it',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Answered in the request itself; Entra polls a job.',
  },
  'authorize.second-factor': {
    behaviour: 'Second factor by one-time code or number matching',
    live: 'emulated',
    virtual: 'emulated',
    note: 'The app is the control API. Registering a factor, SMS, calls, FIDO: absent.',
  },
  'authorize.consent': {
    behaviour: 'Consent page, for oneself or for everybody',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Without the workflow that asks an administrator.',
  },
  'authorize.federated': {
    behaviour: 'Users of federated domains are sent to their own sign-in page',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Redirect only: nothing comes back.',
  },
  'authorize.device': {
    behaviour: 'Device code pages: code, sign-in, confirmation',
    live: 'emulated',
    virtual: 'emulated',
  },
  'authorize.logout': {
    behaviour: 'Logout with registered continuation and front channel',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Several accounts leave together unless one is named; Entra asks.',
  },
  'authorize.log': {
    behaviour: 'Interrupts (second factor, keep me signed in, consent) as rows of the sign-in log',
    live: 'emulated',
    virtual: 'emulated',
  },
  'authorize.v1': {
    behaviour: 'The v1.0 authorization endpoint, SAML and WS-Federation',
    live: 'absent',
    virtual: 'absent',
  },
} as const satisfies ParityRows;

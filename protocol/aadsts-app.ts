/**
 * AADSTS codes about tenants, applications, requests and the service. A mock that answers these
 * wrongly hides mistakes in a client: none of them has anything to do with the person's password.
 */
import { type AadstsRow, badRequest, LAB_NAME, type RowFields, row } from './aadsts-row.ts';

const TENANT = {
  50049: row({
    code: 50049,
    name: 'NoSuchInstanceForDiscovery',
    oauthError: 'invalid_instance',
    text: 'This cloud instance is not known.',
    advice: 'Check the authority’s host name.',
    sources: ['ED-ERR', 'MSALPY', 'AZSDKJS'],
    note:
      'Discovery answers invalid_instance for an unknown host; that it carries this code is ' +
      'assumed.',
  }),
  50059: badRequest({
    code: 50059,
    name: 'MissingTenantRealmAndNoUserInformationProvided',
    text: 'The request does not say which organisation is meant.',
    advice: 'Name the tenant in the authority.',
    sources: ['ED-ERR', 'ED-APX'],
  }),
  50128: badRequest({
    code: 50128,
    name: 'InvalidDomainName',
    text: 'This domain name is not known.',
    advice: 'Check the domain of the user name.',
    note: LAB_NAME,
  }),
  50194: badRequest({
    code: 50194,
    name: 'NotMultitenantApplication',
    text: 'This application can be used in its own organisation only.',
    advice: 'Use the tenant’s own endpoint instead of /common.',
    note: LAB_NAME,
  }),
  90002: badRequest({
    code: 90002,
    name: 'InvalidTenantName',
    text: 'There is no such organisation.',
    advice: 'Check the tenant id or domain and the cloud.',
    errorBasis: 'observed',
    sources: ['ED-ERR', 'PUBLIC'],
    note: 'Discovery answers invalid_tenant instead.',
  }),
  90019: badRequest({
    code: 90019,
    name: 'MissingTenantRealm',
    text: 'The organisation could not be told from the request.',
    advice: 'Name the tenant in the authority.',
  }),
  90055: row({
    code: 90055,
    name: 'TenantThrottlingError',
    oauthError: 'temporarily_unavailable',
    httpStatus: 429,
    text: 'Too many sign-ins at once. Try again later.',
    advice: 'Slow down; the tenant is being throttled.',
  }),
  9001023: badRequest({
    code: 9001023,
    name: 'GrantNotSupportedOverCommonEndpoint',
    text: 'This grant does not work over the common or consumers endpoint.',
    advice: 'Use the tenant’s own endpoint or /organizations.',
    errorBasis: 'documented',
    sources: ['ED-ERR', 'ED-ROPC'],
    note: LAB_NAME,
  }),
};

const APPLICATION = {
  50011: badRequest({
    code: 50011,
    name: 'InvalidReplyTo',
    text: 'The reply address is not one of this application’s.',
    advice: 'Add the address to the application’s registration.',
  }),
  50020: row({
    code: 50020,
    name: 'UserUnauthorized',
    text: 'Your account comes from elsewhere and may not use this.',
    advice: 'Invite the account as a guest, or sign in with another.',
  }),
  65001: row({
    code: 65001,
    name: 'DelegationDoesNotExist',
    suberror: 'consent_required',
    text: 'Nobody has agreed yet that this application may act for you.',
    advice: 'Ask for consent in an interactive request.',
    errorBasis: 'observed',
    sources: ['ED-ERR', 'PUBLIC'],
  }),
  65004: row({
    code: 65004,
    name: 'UserDeclinedConsent',
    oauthError: 'access_denied',
    text: 'You declined to let this application act for you.',
    advice: 'Sign in again and consent.',
  }),
  90094: row({
    code: 90094,
    name: 'AdminConsentRequired',
    oauthError: 'access_denied',
    text: 'An administrator has to agree to this application first.',
    advice: 'Have an administrator consent.',
  }),
  70001: row({
    code: 70001,
    name: 'UnauthorizedClient',
    oauthError: 'unauthorized_client',
    text: 'This application is disabled.',
    advice: 'Enable it, or check the client id.',
  }),
  7000112: row({
    code: 7000112,
    name: 'UnauthorizedClientApplicationDisabled',
    oauthError: 'unauthorized_client',
    text: 'This application is disabled in the organisation.',
    advice: 'Enable it.',
  }),
  700016: row({
    code: 700016,
    name: 'UnauthorizedClient_DoesNotMatchRequest',
    oauthError: 'unauthorized_client',
    text: 'This application is not known in the organisation.',
    advice: 'Check the client id and the tenant.',
    errorBasis: 'observed',
    sources: ['ED-ERR', 'PUBLIC'],
  }),
  700054: row({
    code: 700054,
    name: 'IdTokenResponseTypeNotEnabled',
    oauthError: 'unsupported_response_type',
    text: 'This application may not be given id tokens directly.',
    advice: 'Allow id tokens in the application’s registration.',
    note: LAB_NAME,
  }),
};

function badClient(fields: Omit<RowFields, 'oauthError'>): AadstsRow {
  return row({
    oauthError: 'invalid_client',
    note: 'RFC 6749 allows 401 as well; the recordings show 400.',
    ...fields,
  });
}

const CLIENT_CREDENTIALS = {
  70002: badClient({
    code: 70002,
    name: 'InvalidClient',
    text: 'The application’s credentials are wrong.',
    advice: 'Correct the client secret.',
  }),
  700025: badClient({
    code: 700025,
    name: 'InvalidClientPublicClientWithCredential',
    text: 'A public application must not send a secret or an assertion.',
    advice: 'Leave the credential out.',
  }),
  700027: badClient({
    code: 700027,
    name: 'ClientAssertionSignatureInvalid',
    text: 'The signature of the client assertion is wrong.',
    advice: 'Check the certificate registered for the application.',
    note: LAB_NAME,
  }),
  7000215: badClient({
    code: 7000215,
    name: 'InvalidClientSecret',
    text: 'The client secret is wrong.',
    advice: 'Send the value of the secret, not its id.',
    note: LAB_NAME,
  }),
  7000218: badClient({
    code: 7000218,
    name: 'ClientCredentialMissing',
    text: 'The application sent neither a secret nor an assertion.',
    advice: 'Send one, or register the application as a public client.',
    errorBasis: 'observed',
    sources: ['ED-ERR', 'PUBLIC'],
    note: LAB_NAME,
  }),
  7000222: badClient({
    code: 7000222,
    name: 'InvalidClientSecretExpiredKeysProvided',
    text: 'The client secret has expired.',
    advice: 'Create a new one.',
  }),
};

export const AADSTS_APP = {
  ...TENANT,
  ...APPLICATION,
  ...CLIENT_CREDENTIALS,
} satisfies Record<number, AadstsRow>;

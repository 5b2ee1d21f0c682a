/**
 * AADSTS codes about malformed requests, codes and grants, and a service that is itself in trouble.
 */
import { type AadstsRow, badRequest, LAB_NAME, type RowFields, row } from './aadsts-row.ts';

const GRANTS = {
  50147: badRequest({
    code: 50147,
    name: 'MissingCodeChallenge',
    text: 'The code challenge has the wrong size.',
    advice: 'Send a challenge of the size RFC 7636 asks for.',
  }),
  501481: row({
    code: 501481,
    name: 'CodeVerifierMismatch',
    text: 'The code verifier does not fit the code challenge.',
    advice: 'Send the verifier that the challenge was made from.',
    note: LAB_NAME,
  }),
  501491: badRequest({
    code: 501491,
    name: 'InvalidCodeChallengeMethodInvalidSize',
    text: 'The size of the code challenge is not valid.',
    advice: 'Send a challenge of the size RFC 7636 asks for.',
  }),
  54005: row({
    code: 54005,
    name: 'AuthorizationCodeAlreadyRedeemed',
    text: 'This authorization code was used before.',
    advice: 'Ask for a new code, or use the refresh token.',
    note: LAB_NAME,
  }),
  70000: row({
    code: 70000,
    name: 'InvalidGrant',
    text: 'The code or refresh token is not valid.',
    advice: 'Sign in again.',
  }),
  70003: row({
    code: 70003,
    name: 'UnsupportedGrantType',
    oauthError: 'unsupported_grant_type',
    text: 'This grant type is not supported.',
    advice: 'Check grant_type.',
  }),
  70011: row({
    code: 70011,
    name: 'InvalidScope',
    oauthError: 'invalid_scope',
    text: 'A requested scope is not valid.',
    advice: 'Check scope.',
    errorBasis: 'documented',
  }),
  1002012: row({
    code: 1002012,
    name: 'ClientCredentialsScopeNotDefault',
    oauthError: 'invalid_scope',
    text: 'Without a user, the scope has to be a resource followed by /.default.',
    advice: 'Ask for {resource}/.default.',
    basis: 'observed',
    sources: ['PUBLIC'],
    note: LAB_NAME,
  }),
  9002326: badRequest({
    code: 9002326,
    name: 'CrossOriginRedemptionNotAllowed',
    text: 'A web page of another origin may not redeem this: the reply address is of another type.',
    advice: 'Register the reply address as one of a single-page application.',
    basis: 'observed',
    sources: ['PUBLIC'],
    note: LAB_NAME,
  }),
  9002327: badRequest({
    code: 9002327,
    name: 'CrossOriginRedemptionRequired',
    text: 'What was issued to a single-page application is redeemed by a web page only.',
    advice: 'Redeem it from the page, or register the reply address with another type.',
    basis: 'observed',
    sources: ['PUBLIC'],
    note: LAB_NAME,
  }),
};

const REQUEST = {
  90014: badRequest({
    code: 90014,
    name: 'MissingRequiredField',
    text: 'A required field is missing.',
    advice: 'Complete the request.',
  }),
  900144: badRequest({
    code: 900144,
    name: 'MissingRequiredParameter',
    text: 'The body lacks a required parameter.',
    advice: 'Complete the request.',
    note: LAB_NAME,
  }),
  90023: badRequest({
    code: 90023,
    name: 'InvalidRequest',
    text: 'The request is not valid.',
    advice: 'Check the request against the protocol.',
  }),
  900561: badRequest({
    code: 900561,
    name: 'BadResourceRequestInvalidRequest',
    text: 'This endpoint does not take this HTTP method.',
    advice: 'Use POST; a person who pressed Back may ignore it.',
  }),
  9002313: badRequest({
    code: 9002313,
    name: 'InvalidRequest',
    text: 'The request is malformed.',
    advice: 'Check how the request is put together.',
  }),
};

/** Clients are meant to retry these, hence 503; no recording shows it. */
function transient(fields: Omit<RowFields, 'oauthError' | 'httpStatus'>): AadstsRow {
  return row({ oauthError: 'temporarily_unavailable', httpStatus: 503, ...fields });
}

const SERVICE = {
  50033: transient({
    code: 50033,
    name: 'RetryableError',
    text: 'Something went wrong for a moment. Try again.',
    advice: 'Try again.',
    occurs: 'injectable',
  }),
  90012: transient({
    code: 90012,
    name: 'RequestTimeout',
    text: 'The request took too long. Try again.',
    advice: 'Try again.',
    occurs: 'injectable',
  }),
  90024: transient({
    code: 90024,
    name: 'RequestBudgetExceededError',
    text: 'The service is busy for a moment. Try again.',
    advice: 'Try again.',
    occurs: 'injectable',
  }),
  90033: transient({
    code: 90033,
    name: 'MsodsServiceUnavailable',
    text: 'The directory of the service is not available. Try again later.',
    advice: 'Try again later.',
  }),
};

export const AADSTS_REQUEST = { ...GRANTS, ...REQUEST, ...SERVICE } satisfies Record<
  number,
  AadstsRow
>;

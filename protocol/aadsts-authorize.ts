/**
 * AADSTS codes of the authorization endpoint and the device approval pages. Here the error word
 * travels in a redirect, where `invalid_grant` does not exist (RFC 6749 section 4.1.2.1).
 */
import { type AadstsRow, badRequest, LAB_NAME, row } from './aadsts-row.ts';

export const AADSTS_AUTHORIZE = {
  16000: row({
    code: 16000,
    name: 'InteractionRequired',
    oauthError: 'interaction_required',
    text: 'Several accounts are signed in: choose one.',
    advice: 'Name the account in login_hint, or sign in interactively.',
    sources: ['ED-ERR', 'PUBLIC'],
    note: 'ED-ERR tells the case of an external account; several sessions is what clients report.',
  }),
  160021: row({
    code: 160021,
    name: 'AppSessionSelectionInvalidSessionNotExist',
    oauthError: 'interaction_required',
    text: 'The session that the application asked for does not exist.',
    advice: 'Sign in interactively.',
  }),
  70005: badRequest({
    code: 70005,
    name: 'UnsupportedResponseType',
    text: 'This kind of response is not supported.',
    advice: 'Check response_type, and that the scope has openid where an id token is asked for.',
  }),
  70007: badRequest({
    code: 70007,
    name: 'UnsupportedResponseMode',
    text: 'This way of answering is not supported.',
    advice: 'Check response_mode; id tokens do not travel in a query.',
  }),
  90015: badRequest({
    code: 90015,
    name: 'QueryStringTooLong',
    text: 'The request is too long.',
    advice: 'Send fewer scopes or a shorter state.',
  }),
  900971: badRequest({
    code: 900971,
    name: 'NoReplyAddress',
    text: 'The request names no reply address.',
    advice: 'Send redirect_uri.',
    note: LAB_NAME,
  }),
  9002325: badRequest({
    code: 9002325,
    name: 'ProofKeyRequiredForSinglePageApplications',
    text: 'A single-page application has to send a code challenge.',
    advice: 'Use PKCE with the authorization code flow.',
    basis: 'observed',
    sources: ['PUBLIC', 'ED-CODE'],
    note: `${LAB_NAME} Seen at redemption; that the authorization endpoint says it is assumed.`,
  }),
  90119: badRequest({
    code: 90119,
    name: 'InvalidUserCode',
    text: 'Enter the code that your other device shows.',
    advice: 'Enter the code again.',
  }),
  90120: badRequest({
    code: 90120,
    name: 'InvalidDeviceFlowRequest',
    text: 'This code was used before.',
    advice: 'Start the sign-in on the other device again.',
  }),
} satisfies Record<number, AadstsRow>;

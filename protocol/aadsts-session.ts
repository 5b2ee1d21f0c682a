/**
 * AADSTS codes about sessions, stronger authentication and Conditional Access, refresh tokens and
 * device codes. 90072 has "PassThrough" in its name and nothing to do with Pass-through
 * Authentication.
 */
import { type AadstsRow, LAB_NAME, row } from './aadsts-row.ts';

const SESSION = {
  50058: row({
    code: 50058,
    name: 'UserInformationNotProvided',
    oauthError: 'login_required',
    text: 'You are not signed in.',
    advice: 'Expected when nobody has signed in yet: sign in interactively.',
  }),
  50089: row({
    code: 50089,
    name: 'FlowTokenExpired',
    text: 'The sign-in took too long. Start again.',
    advice: 'Expected: start the sign-in again.',
    note: LAB_NAME,
  }),
  50132: row({
    code: 50132,
    name: 'SsoArtifactInvalidOrExpired',
    text: 'Your session has ended because the password expired or was changed.',
    advice: 'Sign in again.',
    occurs: 'injectable',
  }),
  50133: row({
    code: 50133,
    name: 'SsoArtifactRevoked',
    text: 'Your session was revoked because the password expired or was changed.',
    advice: 'Sign in again.',
  }),
  50140: row({
    code: 50140,
    name: 'KmsiInterrupt',
    oauthError: 'interaction_required',
    text: 'Choose whether to stay signed in.',
    advice: 'An expected step of the sign-in.',
  }),
  50173: row({
    code: 50173,
    name: 'FreshTokenNeeded',
    suberror: 'bad_token',
    text: 'Your sign-in was revoked. Sign in again.',
    advice: 'Sign in again: tokens issued before the revocation stay dead.',
    note: 'That the error is invalid_grant is documented; the suberror is assumed.',
  }),
  50196: row({
    code: 50196,
    name: 'LoopDetected',
    text: 'The application asks again and again. Close it and try later.',
    advice: 'Make the application cache its tokens.',
    occurs: 'injectable',
  }),
  50199: row({
    code: 50199,
    name: 'CmsiInterrupt',
    oauthError: 'interaction_required',
    text: 'Confirm that this is the application you want to sign in to.',
    advice: 'An expected step on mobile devices.',
    occurs: 'injectable',
  }),
};

const STRONGER_AUTHENTICATION = {
  50072: row({
    code: 50072,
    name: 'UserStrongAuthEnrollmentRequiredInterrupt',
    oauthError: 'interaction_required',
    suberror: 'basic_action',
    text: 'You have to set up a second factor.',
    advice: 'Register for multifactor authentication interactively.',
  }),
  50074: row({
    code: 50074,
    name: 'UserStrongAuthClientAuthNRequiredInterrupt',
    oauthError: 'interaction_required',
    suberror: 'basic_action',
    text: 'A second factor is needed.',
    advice: 'The user did not pass the challenge: try again.',
  }),
  50076: row({
    code: 50076,
    name: 'UserStrongAuthClientAuthNRequired',
    suberror: 'basic_action',
    text: 'A second factor is needed to go on.',
    advice: 'Sign in interactively; the password grant cannot do multifactor authentication.',
    errorBasis: 'observed',
    sources: ['ED-ERR', 'PUBLIC', 'MSALJS'],
    alternatives: [
      {
        oauthError: 'interaction_required',
        suberror: 'basic_action',
        sources: ['PUBLIC'],
        note:
          'v1 and other grants. invalid_grant is what the v2 password grant gave in 2023 and ' +
          '2024.',
      },
    ],
  }),
  50078: row({
    code: 50078,
    name: 'UserStrongAuthExpired',
    oauthError: 'interaction_required',
    suberror: 'basic_action',
    text: 'Your second factor has to be confirmed again.',
    advice: 'Repeat multifactor authentication.',
    occurs: 'injectable',
  }),
  50079: row({
    code: 50079,
    name: 'UserStrongAuthEnrollmentRequired',
    oauthError: 'interaction_required',
    suberror: 'basic_action',
    text: 'You have to set up a second factor to go on.',
    advice: 'Register security information for multifactor authentication.',
  }),
  50158: row({
    code: 50158,
    name: 'ExternalSecurityChallenge',
    oauthError: 'interaction_required',
    text: 'A further check outside this page was not passed.',
    advice: 'Look at the external control that Conditional Access asks for.',
    occurs: 'injectable',
  }),
  53000: row({
    code: 53000,
    name: 'DeviceNotCompliant',
    text: 'This device does not meet your organisation’s rules.',
    advice: 'Enrol the device with the organisation’s device management.',
  }),
  53001: row({
    code: 53001,
    name: 'DeviceNotDomainJoined',
    text: 'This device is not joined to your organisation’s domain.',
    advice: 'Use a domain-joined device.',
    occurs: 'injectable',
  }),
  53002: row({
    code: 53002,
    name: 'ApplicationUsedIsNotAnApprovedApp',
    text: 'This application is not approved by your organisation.',
    advice: 'Use an approved one.',
  }),
  53003: row({
    code: 53003,
    name: 'BlockedByConditionalAccess',
    text: 'Your organisation’s access rules block this sign-in.',
    advice: 'Look at the Conditional Access policy that applied.',
  }),
  53004: row({
    code: 53004,
    name: 'ProofUpBlockedDueToRisk',
    text: 'You have to register a second factor, which is blocked for now.',
    advice: 'Complete the multifactor registration.',
    occurs: 'injectable',
  }),
  530032: row({
    code: 530032,
    name: 'BlockedByConditionalAccessOnSecurityPolicy',
    text: 'A security policy of your organisation blocks this sign-in.',
    advice: 'Look at the tenant’s security policies.',
    occurs: 'injectable',
  }),
  530034: row({
    code: 530034,
    name: 'DelegatedAdminBlockedDueToSuspiciousActivity',
    text: 'Access was blocked because your account is at risk in its own organisation.',
    advice: 'Clear the risk in the home tenant.',
    occurs: 'injectable',
  }),
  530035: row({
    code: 530035,
    name: 'BlockedBySecurityDefaults',
    text: 'Security defaults block this sign-in.',
    advice: 'Use modern authentication, or look at security defaults.',
    occurs: 'injectable',
  }),
  90072: row({
    code: 90072,
    name: 'PassThroughUserMfaError',
    text: 'This external account does not exist in the organisation you sign in to.',
    advice: 'Invite the account as a guest first, or check its source anchor.',
    note: 'About external users; despite the name not about Pass-through Authentication.',
    occurs: 'injectable',
  }),
};

const TOKENS_AND_DEVICE_CODES = {
  70008: row({
    code: 70008,
    name: 'ExpiredOrRevokedGrant',
    text: 'Your sign-in has expired. Sign in again.',
    advice: 'Expected after a long pause: sign in again.',
    errorBasis: 'documented',
  }),
  700082: row({
    code: 700082,
    name: 'ExpiredOrRevokedGrantInactiveToken',
    text: 'Your sign-in has expired because it was not used. Sign in again.',
    advice: 'Expected after a long pause: sign in again.',
    errorBasis: 'documented',
  }),
  700084: row({
    code: 700084,
    name: 'SinglePageAppTokenExpired',
    text: 'Your sign-in to this web application has reached its limit. Sign in again.',
    advice: 'Expected: tokens of single-page applications have a fixed life.',
    note: LAB_NAME,
  }),
  70043: row({
    code: 70043,
    name: 'BadTokenDueToSignInFrequency',
    text: 'Your organisation asks you to sign in again.',
    advice: 'Expected under a sign-in frequency policy.',
    occurs: 'injectable',
  }),
  70016: row({
    code: 70016,
    name: 'AuthorizationPending',
    oauthError: 'authorization_pending',
    text: 'The sign-in on the other device is not finished.',
    advice: 'Keep polling at the interval given.',
    errorBasis: 'documented',
    sources: ['ED-ERR', 'ED-DEVICE'],
  }),
  70018: row({
    code: 70018,
    name: 'BadVerificationCode',
    oauthError: 'bad_verification_code',
    text: 'This code is not valid.',
    advice: 'Enter the code again.',
    errorBasis: 'documented',
    sources: ['ED-ERR', 'ED-DEVICE'],
  }),
  70019: row({
    code: 70019,
    name: 'CodeExpired',
    oauthError: 'expired_token',
    text: 'This code has expired.',
    advice: 'Start the sign-in again.',
    errorBasis: 'documented',
    sources: ['ED-ERR', 'ED-DEVICE'],
  }),
};

export const AADSTS_SESSION = {
  ...SESSION,
  ...STRONGER_AUTHENTICATION,
  ...TOKENS_AND_DEVICE_CODES,
} satisfies Record<number, AadstsRow>;

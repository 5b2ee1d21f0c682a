/**
 * AADSTS codes about the user, the password, its change, and Seamless SSO. 50144 is an expired
 * password in Active Directory, 50055 one in the cloud: a PTA user never gets the second.
 */
import { type AadstsRow, LAB_NAME, row } from './aadsts-row.ts';

const CREDENTIALS = {
  50034: row({
    code: 50034,
    name: 'UserAccountNotFound',
    text: 'There is no such account in this organisation.',
    advice: 'Check the user name and the tenant; add the user as a guest if that is meant.',
  }),
  50053: row({
    code: 50053,
    name: 'IdsLocked',
    text: 'Your account is locked for a while after too many attempts. Try again later.',
    reason: 'The account is locked, or the attempt came from an address judged malicious.',
    advice: 'Wait, or have an administrator unlock the account by resetting the password.',
    errorBasis: 'observed',
    sources: ['ED-ERR', 'ED-LOCK', 'PUBLIC'],
    alternatives: [
      {
        oauthError: 'unauthorized_client',
        sources: ['PUBLIC'],
        note:
          'A v1 sample of 2019. invalid_grant, as community mocks have it, fits the v2 ' +
          'endpoint.',
      },
    ],
  }),
  50055: row({
    code: 50055,
    name: 'InvalidPasswordExpiredPassword',
    suberror: 'user_password_expired',
    text: 'Your password has expired.',
    advice: 'Change or reset the password; the answer carries password_change_url.',
    errorBasis: 'observed',
    sources: ['ED-ERR', 'PUBLIC'],
    note: 'For passwords kept in the cloud; on-premises it is 50144.',
  }),
  50056: row({
    code: 50056,
    name: 'InvalidOrNullPassword',
    text: 'Enter your password again.',
    reason: 'The directory holds no password for this user.',
    advice: 'Ask the user to enter the password again.',
    note: LAB_NAME,
  }),
  50057: row({
    code: 50057,
    name: 'UserDisabled',
    text: 'Your account is disabled.',
    advice: 'An administrator can enable the account in Active Directory.',
    note:
      'Disabled in the cloud: given whatever the password is, and no agent is asked (assumed). ' +
      'Disabled only on premises: an agent says so, to the right password.',
  }),
  50064: row({
    code: 50064,
    name: 'CredentialAuthenticationError',
    text: 'Your user name or password could not be verified.',
    advice: 'Try again with the right credentials.',
    occurs: 'injectable',
  }),
  50126: row({
    code: 50126,
    name: 'InvalidUserNameOrPassword',
    text: 'User name or password is wrong.',
    reason: 'Wrong user name or password, or wrong on-premises user name or password.',
    advice: 'Some of these are normal: people mistype.',
    errorBasis: 'observed',
    sources: ['ED-ERR', 'PUBLIC', 'AZI'],
  }),
  50135: row({
    code: 50135,
    name: 'PasswordChangeCompromisedPassword',
    text: 'You must change your password because your account is at risk.',
    advice: 'Change the password.',
    occurs: 'injectable',
  }),
  50144: row({
    code: 50144,
    name: 'InvalidPasswordExpiredOnPremPassword',
    text: 'Your organisation’s password has expired.',
    reason: 'The user’s password in Active Directory has expired.',
    advice: 'Reset the password in Active Directory or let the user do so by self-service.',
    sources: ['ED-TS', 'ED-ERR'],
  }),
};

const PASSWORD_CHANGE = {
  120000: row({
    code: 120000,
    name: 'PasswordChangeIncorrectCurrentPassword',
    text: 'The current password you entered is wrong.',
    advice: 'Enter the current password again.',
  }),
  120002: row({
    code: 120002,
    name: 'PasswordChangeInvalidNewPasswordWeak',
    text: 'The new password is too weak.',
    advice: 'Choose a stronger one.',
  }),
  120004: row({
    code: 120004,
    name: 'PasswordChangeOnPremComplexity',
    text: 'The new password does not meet your organisation’s rules.',
    advice: 'Choose one that meets the rules of the on-premises domain.',
  }),
  120012: row({
    code: 120012,
    name: 'PasswordChangeNeedsToHappenOnPrem',
    text: 'You can change this password only inside your organisation.',
    advice: 'Change it in Active Directory.',
  }),
  120013: row({
    code: 120013,
    name: 'PasswordChangeOnPremisesConnectivityFailure',
    text: 'Your organisation’s directory cannot be reached, the password is unchanged.',
    advice: 'Check the connection of password writeback.',
  }),
  120014: row({
    code: 120014,
    name: 'PasswordChangeOnPremUserAccountLockedOutOrDisabled',
    text: 'The password cannot be changed: the account is locked or disabled.',
    advice: 'Unlock or enable the account in Active Directory.',
  }),
  120015: row({
    code: 120015,
    name: 'PasswordChangeADAdminActionRequired',
    text: 'An administrator has to help with this password change.',
    advice: 'Act in Active Directory.',
  }),
  120018: row({
    code: 120018,
    name: 'PasswordChangePasswordDoesnotComplyFuzzyPolicy',
    text: 'The new password holds a word that is not allowed, or something close to one.',
    advice: 'Choose another one.',
  }),
};

const SEAMLESS_SSO = {
  50180: row({
    code: 50180,
    name: 'WindowsIntegratedAuthMissing',
    text: 'Integrated Windows sign-in is needed.',
    advice: 'Turn on Seamless SSO for the tenant.',
    occurs: 'injectable',
  }),
  81004: row({
    code: 81004,
    name: 'DesktopSsoIdentityInTicketIsNotAuthenticated',
    text: 'The Kerberos sign-in failed.',
    advice: 'Sign in with a password.',
    occurs: 'injectable',
  }),
  81005: row({
    code: 81005,
    name: 'DesktopSsoAuthenticationPackageNotSupported',
    text: 'This way of integrated sign-in is not supported.',
    advice: 'Sign in with a password.',
    occurs: 'injectable',
  }),
  81006: row({
    code: 81006,
    name: 'DesktopSsoNoAuthorizationHeader',
    text: 'The browser sent no Kerberos ticket.',
    advice: 'Check the browser’s zone and integrated authentication.',
    occurs: 'injectable',
  }),
  81007: row({
    code: 81007,
    name: 'DesktopSsoTenantIsNotOptIn',
    text: 'Seamless SSO is not on for this organisation.',
    advice: 'Turn it on.',
    occurs: 'injectable',
  }),
  81009: row({
    code: 81009,
    name: 'DesktopSsoAuthorizationHeaderValueWithBadFormat',
    text: 'The Kerberos ticket could not be read.',
    advice: 'Sign in with a password.',
    occurs: 'injectable',
  }),
  81010: row({
    code: 81010,
    name: 'DesktopSsoAuthTokenInvalid',
    text: 'The Kerberos ticket has expired or is not valid.',
    advice: 'Lock and unlock the computer, or sign in with a password.',
    occurs: 'injectable',
  }),
  81011: row({
    code: 81011,
    name: 'DesktopSsoLookupUserBySidFailed',
    text: 'The user of the Kerberos ticket was not found.',
    advice: 'Check that the user is synchronised.',
    occurs: 'injectable',
  }),
  81012: row({
    code: 81012,
    name: 'DesktopSsoMismatchBetweenTokenUpnAndChosenUpn',
    text: 'You are signed in to this computer as somebody else.',
    advice: 'Sign in as the user of the computer, or with a password.',
    occurs: 'injectable',
  }),
};

export const AADSTS_ACCOUNT = {
  ...CREDENTIALS,
  ...PASSWORD_CHANGE,
  ...SEAMLESS_SSO,
} satisfies Record<number, AadstsRow>;

/**
 * AADSTS codes of Pass-through Authentication itself. No public sample shows what the token
 * endpoint answers for them, so their error pairs are assumed. 80006, 80008 and 80009 appear in no
 * source: never emit them.
 */
import { type AadstsRow, LAB_NAME, row } from './aadsts-row.ts';

export const AADSTS_PTA = {
  80001: row({
    code: 80001,
    name: 'OnPremiseStoreIsNotAvailable',
    text: 'Your organisation’s Active Directory cannot be reached at the moment.',
    reason: 'No Authentication Agent is available.',
    advice:
      'Install and register an agent, or bring one back; agent servers belong in the users’ ' +
      'forest and must reach Active Directory.',
    sources: ['ED-TS', 'ED-ERR'],
    note:
      'Sources disagree: "cannot connect to Active Directory" to users and in ED-ERR, "no ' +
      'agent available" in the sign-in log. One code, two texts.',
  }),
  80002: row({
    code: 80002,
    name: 'OnPremisePasswordValidatorRequestTimedout',
    text: 'Checking your password took too long.',
    reason: 'The agent did not answer the validation request in time.',
    advice: 'Check that Active Directory is up and answers the agents.',
    sources: ['ED-TS', 'ED-ERR'],
  }),
  80003: row({
    code: 80003,
    name: 'OnPremiseInvalidResponse',
    text: 'Your password could not be checked.',
    reason: 'The answer about the password was not valid.',
    advice: 'If several users see it again and again, check the configuration of Active Directory.',
    sources: ['ED-TS'],
    note: `${LAB_NAME} Not in ED-ERR.`,
  }),
  80004: row({
    code: 80004,
    name: 'OnPremiseUserNameNotValid',
    text: 'This user name is not valid.',
    reason: 'The request to the agent held a wrong user principal name.',
    advice: 'Sign in with the right user name.',
    sources: ['ED-TS'],
    note: `${LAB_NAME} Not in ED-ERR.`,
  }),
  80005: row({
    code: 80005,
    name: 'OnPremisePasswordValidatorUnpredictableWebException',
    text: 'Something went wrong while your password was checked. Try again.',
    reason: 'An error occurred between the service and the agent.',
    advice: 'It should pass: try again, then ask support.',
    sources: ['ED-TS', 'ED-ERR'],
    note: 'Given for an agent that answers with words instead of a reason: the lab’s reading.',
  }),
  80007: row({
    code: 80007,
    name: 'OnPremisePasswordValidatorErrorOccurredOnPrem',
    text: 'Your password could not be checked against Active Directory.',
    reason: 'The agent could not talk to Active Directory.',
    advice: 'Read the agent’s log and check that Active Directory works and can be reached.',
    sources: ['ED-TS', 'ED-ERR'],
  }),
  80010: row({
    code: 80010,
    name: 'OnPremisePasswordValidationEncryptionException',
    text: 'Your password could not be checked.',
    reason: 'The agent could not decrypt the password.',
    advice: 'If it stays, register a new agent and uninstall this one.',
    sources: ['ED-TS', 'ED-ERR'],
  }),
  80011: row({
    code: 80011,
    name: 'OnPremiseDecryptionKeyNotFound',
    text: 'Your password could not be checked.',
    reason: 'The agent did not find its decryption key.',
    advice: 'If it stays, register a new agent and uninstall this one.',
    sources: ['ED-TS'],
    note: `${LAB_NAME} Not in ED-ERR. What causes it rather than 80010 is not published.`,
  }),
  80012: row({
    code: 80012,
    name: 'OnPremisePasswordValidationAccountLogonInvalidHours',
    text: 'You may not sign in at this hour.',
    reason: 'The attempt came outside the logon hours set in Active Directory.',
    advice: 'Change the logon hours of the account if they are wrong.',
  }),
  80013: row({
    code: 80013,
    name: 'OnPremisePasswordValidationTimeSkew',
    text: 'Your password could not be checked.',
    reason: 'The clocks of the agent’s server and of Active Directory differ too much.',
    advice: 'Repair time synchronisation.',
  }),
  80014: row({
    code: 80014,
    name: 'OnPremisePasswordValidationAuthenticationAgentTimeout',
    text: 'Checking your password took too long.',
    reason: 'The agent’s answer came after the longest time allowed.',
    advice: 'Open a ticket with code, correlation id and time.',
    sources: ['ED-TS', 'ED-ERR'],
  }),
} satisfies Record<number, AadstsRow>;

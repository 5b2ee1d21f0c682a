/**
 * An administrator has set the password and ticked that it must be changed. Reports of what people
 * read then disagree.
 */

import type { Fault } from './fault.ts';
import { accountState } from './shared/account-state.ts';

export const mustChangePassword: Fault = {
  ...accountState('must-change', 50144),
  id: 'must-change-password',
  title: 'Password must be changed at next sign-in',
  cause: 'The account is marked "User must change password at next logon" in Active Directory.',
  lookAlike: {
    fault: 'password-expired',
    toldApartBy:
      'The mark comes at once, after a reset by the help desk; an expired password comes with its age.',
  },
  fix:
    'The person changes the password on premises, or the mark is taken away; with writeback a change in ' +
    'the cloud does it too.',
  basis: 'assumed',
  sources: ['AZI', 'W32'],
};

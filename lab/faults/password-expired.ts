/**
 * The password is right and too old. Without writeback nothing in the cloud can help the person.
 */

import type { Fault } from './fault.ts';
import { accountState } from './shared/account-state.ts';

export const passwordExpired: Fault = {
  ...accountState('password-expired', 50144),
  id: 'password-expired',
  title: 'Password expired',
  cause: 'The password has reached its maximum age in Active Directory.',
  lookAlike: {
    fault: 'must-change-password',
    toldApartBy:
      'Both read 50144. The agent’s trace shows 1330 for a password that is too old and 1907 for one ' +
      'that an administrator has set to be changed.',
  },
  fix: 'The person changes the password on premises, or in the cloud where writeback is on.',
  basis: 'documented',
  sources: ['ED-TS', 'W32'],
};

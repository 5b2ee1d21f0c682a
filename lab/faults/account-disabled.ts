/**
 * The account is disabled in the directory and the cloud does not know yet. Only somebody who has
 * the right password is told.
 */

import type { Fault } from './fault.ts';
import { accountState } from './shared/account-state.ts';

export const accountDisabled: Fault = {
  ...accountState('disabled', 50057),
  id: 'account-disabled',
  title: 'Account disabled on premises',
  cause: 'The account is disabled in Active Directory (left, suspended, cleaned up).',
  lookAlike: {
    fault: 'account-expired',
    toldApartBy:
      'Both read 50057 here. In the directory a disabled account carries the flag, an expired one its ' +
      'date; the agent’s trace shows 1331 or 1793.',
  },
  fix: 'Enable the account, if it should be; synchronisation is not needed for the agent’s answer.',
  basis: 'documented',
  sources: ['W32', 'ED-ERR'],
};

/**
 * The account's own end date has passed: the usual fate of contractors on the first of a month.
 */

import type { Fault } from './fault.ts';
import { accountState } from './shared/account-state.ts';

export const accountExpired: Fault = {
  ...accountState('account-expired', 50057),
  id: 'account-expired',
  title: 'Account expired',
  cause: 'The end date of the account in Active Directory has passed.',
  lookAlike: {
    fault: 'account-disabled',
    toldApartBy:
      'Expired accounts fail together on a date; disabled ones when somebody disables them. The agent’s ' +
      'trace shows 1793 or 1331.',
  },
  fix: 'Set a later end date. Synchronisation does not carry it: the cloud never knows.',
  basis: 'assumed',
  sources: ['W32', 'lab'],
};

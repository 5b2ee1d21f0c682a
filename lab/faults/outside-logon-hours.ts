/**
 * The account may log on at certain hours only, and it is another one. PTA keeps to that in the
 * cloud too, which surprises whoever works late.
 */

import type { Fault } from './fault.ts';
import { accountState } from './shared/account-state.ts';

export const outsideLogonHours: Fault = {
  ...accountState('outside-hours', 80012),
  id: 'outside-logon-hours',
  title: 'Outside logon hours',
  cause:
    'The logon hours of the account in Active Directory do not allow this hour of the week (in UTC).',
  lookAlike: {
    fault: 'dc-clock-skew',
    toldApartBy:
      'Logon hours hit the same people at the same hours; a wrong clock (80013) hits everybody.',
  },
  fix: 'Widen the logon hours of the account, or tell people when they may sign in.',
  basis: 'documented',
  sources: ['ED-ERR', 'W32'],
};

/**
 * The directory has locked the account after bad passwords. The right password is refused as well.
 */

import type { Fault } from './fault.ts';
import { accountState } from './shared/account-state.ts';

export const accountLocked: Fault = {
  ...accountState('locked', 50053, 50053),
  id: 'account-locked',
  title: 'Account locked out on premises',
  cause:
    'The account is locked in Active Directory after too many bad passwords, for example of a phone with ' +
    'an old one.',
  lookAlike: {
    fault: 'account-disabled',
    toldApartBy:
      'Who is locked out reads 50053 whatever password they give, and may wait; who is disabled reads ' +
      '50057, with the right password only.',
  },
  fix:
    'Find what sends the bad passwords, then unlock the account. Keep the directory’s threshold above ' +
    'Entra’s, so that smart lockout comes first.',
  basis: 'assumed',
  sources: ['W32', 'ED-LOCK'],
};

/**
 * The account may log on to certain computers only, and the agents' servers are not among them. To
 * the person it looks like a wrong password.
 */

import type { Fault } from './fault.ts';
import { accountState } from './shared/account-state.ts';

export const otherWorkstation: Fault = {
  ...accountState('other-workstation', 50126),
  id: 'other-workstation',
  title: 'Log On To without the agents’ servers',
  cause: '"Log On To" of the account names computers, and the agents’ servers are not among them.',
  lookAlike: {
    fault: 'upn-differs',
    toldApartBy:
      'The agent’s trace shows 1329 for a computer that is not allowed, 1317 for a name that nobody has.',
  },
  fix: 'Add every agent server to the "Log On To" list of the account, the next one too before it comes.',
  basis: 'assumed',
  sources: ['ED-TS', 'W32'],
};

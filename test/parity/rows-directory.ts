/** Parity rows of forests, trusts, replication and real controllers; see `parity-row.ts`. */
import type { ParityRows } from './parity-row.ts';

export const DIRECTORY_ROWS = {
  'directory.forests': {
    behaviour: 'Several forests: users of a trusted one are passed on to its controllers',
    virtual: 'emulated',
    live: 'emulated',
    note:
      'Routed by name suffix over a two-way trust with the agents’ forest. How controllers of two ' +
      'forests reach one another is no part of any path; trusts between other forests are not there.',
  },
  'directory.trusts': {
    behaviour: 'Broken trust, selective authentication, suffix not routed: who is hit, and how',
    virtual: 'emulated',
    live: 'emulated',
    note: '1788 for a broken trust is the lab’s choice; 1935 and 1326 are community reports.',
  },
  'directory.replication': {
    behaviour: 'Replication delay between controllers; lockouts and new passwords do not wait',
    virtual: 'emulated',
    live: 'emulated',
    note:
      'Off by default. Whole accounts travel from the PDC emulator outwards: conflicts between ' +
      'controllers are not emulated.',
  },
  'directory.stale': {
    behaviour: 'A controller that stopped replicating',
    virtual: 'emulated',
    live: 'emulated',
  },
  'directory.locator': {
    behaviour: 'Agents find controllers by SRV record, their own site’s first',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Looked up for each sign-in: the locator’s memory is not emulated.',
  },
  'directory.real': {
    behaviour: 'Real controllers in place of the lab’s: LDAPS binds, sub-codes, fail-over',
    virtual: 'absent',
    live: 'real',
    note: 'For accounts on an allow-list only. Witness: Samba.',
  },
  'directory.judged': {
    behaviour: 'Every state of an account, and every pair of states: the sub-code of a bind',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Judge: Samba, over LDAPS. What differs, and why: docs/samba.md.',
  },
  'directory.real-budget': {
    behaviour: 'A budget for each real account that cannot lock it out',
    virtual: 'absent',
    live: 'emulated',
  },
} as const satisfies ParityRows;

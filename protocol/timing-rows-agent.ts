/**
 * Times of the agent's life beside its heartbeat: renewal by turns, the updater, the server's
 * clock. Read through `timings.ts`.
 */

import { HOUR_MS, MINUTE_MS, SECOND_MS } from './time-units.ts';
import type { TimingRow } from './timing-rows.ts';

export const AGENT_TIMINGS = {
  renewalRetryMs: {
    value: 15 * MINUTE_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'When an agent asks again whose renewal had to wait for another agent of the tenant.',
  },
  renewalTurnMs: {
    value: 10 * MINUTE_MS,
    basis: 'assumed',
    sources: ['lab', 'ED-SEC'],
    note:
      'How long a renewed agent keeps the tenant’s turn: one agent at a time gets renewals ' +
      '(ED-SEC), for how long is not said. Its first bootstrap afterwards ends it.',
  },
  keyOverlapMs: {
    value: 0,
    basis: 'documented',
    sources: ['ED-SEC'],
    note:
      'How long the key and certificate before a renewal are good beside the new ones. ED-SEC: ' +
      'the old public key is invalidated.',
    alternatives: [
      {
        sources: ['SWX', 'PUBLIC'],
        note: 'Tools saw several live keys of one agent in one request: there is some overlap.',
      },
    ],
  },
  certificateBackdatedMs: {
    value: 10 * MINUTE_MS,
    basis: 'assumed',
    sources: ['lab'],
    note:
      'How long before its issue an agent’s certificate begins, so that a server whose clock is a ' +
      'little slow can use it at once.',
  },
  updaterIntervalMs: {
    value: HOUR_MS,
    basis: 'documented',
    sources: ['ED-SEC'],
    note: 'The updater asks the cloud every hour.',
  },
  updateInstallMs: {
    value: 3 * MINUTE_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'How long the service is down while the updater installs a new version.',
  },
  updateTurnMs: {
    value: 2 * HOUR_MS,
    basis: 'assumed',
    sources: ['lab', 'ED-SEC'],
    note:
      'How long the cloud waits for an agent whose turn it is to update before the next one gets ' +
      'it. One at a time is documented (ED-SEC), the time is not.',
  },
  statusReportTimeoutMs: {
    value: 20 * SECOND_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'How long the report over port 8080 and the download of a revocation list may take.',
  },
  revocationCheckIntervalMs: {
    value: HOUR_MS,
    basis: 'assumed',
    sources: ['lab'],
    note:
      'How long an agent goes by the revocation list it has before it downloads it again; a real ' +
      'list says so itself, days usually.',
  },
  kerberosSkewMs: {
    value: 5 * MINUTE_MS,
    basis: 'documented',
    sources: ['WIN-KRB', 'W32'],
    note:
      'How far two clocks of a domain may be apart before a logon fails with 1398 (W32 names it ' +
      'without a number): the default of the Kerberos policy (WIN-KRB).',
  },
} satisfies Record<string, TimingRow>;

/**
 * The live certificate was deleted in a clean-up of certificates, and the service started again
 * after it: the agent has nothing to show at the cloud's door.
 */

import type { Fault } from './fault.ts';
import { mistake } from './shared/administration.ts';
import { healedClaim, NO_AGENT_RESULTS } from './shared/symptoms.ts';

export const liveCertificateDeleted: Fault = {
  id: 'live-certificate-deleted',
  title: 'Live certificate deleted',
  family: 'change-mistake',
  cause:
    'Of the two certificates that a renewal leaves on a server, the one in use was deleted; then the ' +
    'service started again.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [mistake('delete-certificate', where, { restart: 'yes' })],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      afterMs: timings.signInDeadlineMs,
      results: NO_AGENT_RESULTS,
      events: [31034],
      findings: ['no-active-agent'],
      status: 'Inactive',
    },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'certificate-expired',
    toldApartBy:
      'An expired certificate is in the store with its date, and the entry is gone from the list; a ' +
      'deleted one is not in the store, and the entry is there, Inactive.',
  },
  fix:
    'Uninstall the agent, install it anew with an administrator’s credentials, and let the old entry ' +
    'drop off the list by itself.',
  basis: 'assumed',
  sources: ['ED-SEC', 'lab'],
};

/**
 * No cloud-only Global Administrator is left. It shows on the day on which no agent answers: nobody
 * can sign in to install one or to switch the method.
 */

import type { Fault } from './fault.ts';
import { mistake } from './shared/administration.ts';
import { healedAfter } from './shared/symptoms.ts';

export const breakGlassMissing: Fault = {
  id: 'break-glass-missing',
  title: 'Break-glass account missing',
  family: 'change-mistake',
  cause: 'The cloud-only Global Administrators were deleted in a clean-up of unused accounts.',
  where: [],
  parameters: {},
  effects: () => [mistake('remove-break-glass', {})],
  symptoms: () => [
    {
      phase: 'noticed',
      afterMs: 0,
      // In the lab it is the break-glass account that makes the cloud-only sign-ins.
      results: { 'right-password': [0], 'wrong-password': [50126], 'cloud-only': [50034] },
      events: [],
      findings: ['no-break-glass'],
      status: 'Active',
    },
    healedAfter(0),
  ],
  lookAlike: {
    fault: 'last-agent-removed',
    toldApartBy:
      'With the account missing, users of the directory sign in and the administrator does not; with ' +
      'the agents removed it is the other way round.',
  },
  fix: 'Create a cloud-only Global Administrator, sign in with it once, and watch it from then on.',
  basis: 'documented',
  sources: ['ED-UPG', 'SEED-A', 'SEED-B'],
};

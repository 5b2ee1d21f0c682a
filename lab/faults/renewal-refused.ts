/**
 * The cloud refuses to renew certificates. Nothing shows but a warning every six hours, for up to
 * thirty days; then the agent is gone from the list.
 */
import { DAY_MS, MINUTE_MS } from '../../protocol/time-units.ts';
import type { Fault } from './fault.ts';
import { healedAfter, USUAL_RESULTS } from './shared/symptoms.ts';

export const renewalRefused: Fault = {
  id: 'renewal-refused',
  title: 'Renewal refused',
  family: 'cloud',
  cause: 'The renewal service refuses new certificates; the current ones go on until they end.',
  where: [],
  parameters: {},
  effects: () => [{ on: 'cloud', kind: 'refuse-renewal' }],
  symptoms: (timings) => [
    {
      phase: 'unnoticed',
      afterMs: 0,
      untilMs: timings.renewalCheckIntervalMs / 2,
      results: USUAL_RESULTS,
      events: [],
      status: 'Active',
    },
    {
      phase: 'noticed',
      afterMs: timings.renewalCheckIntervalMs / 2,
      results: USUAL_RESULTS,
      events: [60007],
      status: 'Active',
    },
    healedAfter(0),
  ],
  // Due for renewal from the start, and looked at more often than every six hours.
  seenIn: {
    timings: { certificateLifetimeMs: 20 * DAY_MS, renewalCheckIntervalMs: 3 * MINUTE_MS },
  },
  lookAlike: {
    fault: 'certificate-expired',
    toldApartBy:
      'While renewal is refused the agent works and logs a warning with each attempt; once the ' +
      'certificate has ended it is off the list, and only a new registration helps.',
  },
  fix:
    'Open a ticket with the agents’ ids before their certificates end; if that does not help, ' +
    'register the agents anew, one after the other.',
  basis: 'assumed',
  sources: ['ED-SEC', 'lab'],
};

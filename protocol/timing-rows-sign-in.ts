/**
 * Lifetimes and intervals of signing in: codes, tokens, sessions, smart lockout, synchronisation.
 * Part of `timing-rows.ts`; a reader who needs one number takes it from the `Timings` of the lab.
 */

import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time-units.ts';
import type { TimingRow } from './timing-rows.ts';

export const SIGN_IN_TIMINGS = {
  accessTokenLifetimeMs: {
    value: 3_599 * SECOND_MS,
    basis: 'documented',
    sources: ['ED-ROPC'],
    note: 'expires_in as the documents show it.',
  },
  authorizationCodeLifetimeMs: {
    value: 10 * MINUTE_MS,
    basis: 'documented',
    sources: ['ED-CODE'],
    note: 'Codes live about ten minutes.',
  },
  refreshTokenLifetimeMs: {
    value: 90 * DAY_MS,
    basis: 'documented',
    sources: ['ED-REFRESH'],
    note: 'Each new one starts afresh.',
  },
  refreshTokenSpaLifetimeMs: {
    value: 24 * HOUR_MS,
    basis: 'documented',
    sources: ['ED-REFRESH'],
    note: 'Sent to a redirect URI of type spa: those that follow keep the end of the first one.',
  },
  deviceCodeLifetimeMs: {
    value: 15 * MINUTE_MS,
    basis: 'documented',
    sources: ['ED-DEVICE'],
    note: 'expires_in of a device code.',
  },
  deviceCodePollIntervalMs: {
    value: 5 * SECOND_MS,
    basis: 'documented',
    sources: ['ED-DEVICE'],
    note: 'interval of a device code.',
  },
  sessionLifetimeMs: {
    value: 24 * HOUR_MS,
    basis: 'documented',
    sources: ['ED-LIFETIMES'],
    note: 'Session that is not kept signed in, from its last use.',
  },
  sessionPersistentLifetimeMs: {
    value: 90 * DAY_MS,
    basis: 'assumed',
    sources: ['lab', 'ED-LIFETIMES'],
    note: 'Kept signed in: the documents have had 180 and 90 days; the shorter is used.',
  },
  flowLifetimeMs: {
    value: 60 * MINUTE_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'A sign-in page that is left open for longer answers 50089.',
  },
  clientAssertionSkewMs: {
    value: 5 * MINUTE_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'How far the clock of a client may be off when its assertion is judged.',
  },
  signingKeyOverlapMs: {
    value: 24 * HOUR_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'After a roll-over the old key stays published; configurations may be cached this long.',
  },
  totpStepMs: {
    value: 30 * SECOND_MS,
    basis: 'documented',
    sources: ['RFC-6238'],
    note: 'A one-time code holds this long; the one before and the one after are taken too.',
  },
  numberChallengeLifetimeMs: {
    value: 60 * SECOND_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'How long a number on the page waits for its answer.',
  },
  smartLockoutThreshold: {
    value: 10,
    basis: 'documented',
    sources: ['ED-LOCK'],
    note: 'Failed sign-ins that lock an account in Entra. A count, not a time.',
    alternatives: [{ value: 3, sources: ['ED-LOCK'], note: 'In the US Government cloud.' }],
  },
  smartLockoutDurationMs: {
    value: 60 * SECOND_MS,
    basis: 'documented',
    sources: ['ED-LOCK'],
    note: 'The first lock; later ones are longer.',
  },
  smartLockoutGrowthFactor: {
    value: 2,
    basis: 'assumed',
    sources: ['lab', 'ED-LOCK'],
    note: 'Each further lock lasts this many times the one before: how it grows is not published.',
  },
  smartLockoutDurationCapMs: {
    value: 5 * HOUR_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'The longest lock: the end of the growth is not published either.',
  },
  adLockoutThreshold: {
    value: 20,
    basis: 'assumed',
    sources: ['lab', 'ED-LOCK'],
    note:
      'Bad passwords that lock an account in the directory: twice Entra’s 10, as ED-LOCK’s ' +
      'rule for PTA (two to three times) asks.',
  },
  adLockoutDurationMs: {
    value: 30 * MINUTE_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'How long the directory keeps an account locked.',
  },
  adLockoutWindowMs: {
    value: 30 * MINUTE_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'After this time without a bad password the directory’s counter starts again.',
  },
  deltaSyncIntervalMs: {
    value: 30 * MINUTE_MS,
    basis: 'documented',
    sources: ['ED-SCHEDULER'],
    note: 'Connect’s synchronisation cycle: users, names, disabled accounts.',
    alternatives: [
      {
        sources: ['SEED-C'],
        note:
          'Counts password resets among what waits for it. Under PTA they are valid at once, ' +
          'because each password is judged on premises (ED-HOW); that is how the lab does it.',
      },
    ],
  },
  passwordHashSyncIntervalMs: {
    value: 2 * MINUTE_MS,
    basis: 'documented',
    sources: ['ED-PHS'],
    note: 'Password hashes travel on a timer of their own.',
  },
  federationCutOverMs: {
    value: 12 * HOUR_MS,
    basis: 'documented',
    sources: ['ED-QS'],
    note: 'AD FS stays up this long after a domain was converted: clients remember where to go.',
  },
  tenantThrottleRetryMs: {
    value: 30 * SECOND_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'Retry-After of a tenant whose sign-ins are throttled (90055): no source shows one.',
  },
  graphReportWindowMs: {
    value: 10 * SECOND_MS,
    basis: 'documented',
    sources: ['GR'],
    note: 'Window of the throttling of identity and access reports.',
  },
  graphReportRequests: {
    value: 5,
    basis: 'documented',
    sources: ['GR'],
    note: 'Requests of one application to one tenant’s reports within the window. A count.',
  },
  graphDirectoryWindowMs: {
    value: 10 * SECOND_MS,
    basis: 'documented',
    sources: ['GR'],
    note: 'Window of the throttling of identity and access.',
  },
  graphDirectoryRequests: {
    value: 3_500,
    basis: 'documented',
    sources: ['GR'],
    note:
      'Requests of one application to one small tenant within the window. A count: the costs of ' +
      'single requests (1 to 5 units) are not emulated, nor the larger quotas of larger tenants.',
  },
} satisfies Record<string, TimingRow>;

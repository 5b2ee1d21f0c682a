/**
 * Every duration and count that decides when something happens, with source and basis: the data
 * behind `timings.ts`. The unit is in the name. A reader who needs one number takes it from the
 * `Timings` of the running lab (overrides applied), not from here.
 */
import type { Sourced, SourceId } from './sources.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from './time-units.ts';
import { AGENT_TIMINGS } from './timing-rows-agent.ts';
import { SIGN_IN_TIMINGS } from './timing-rows-sign-in.ts';

export interface TimingRow extends Sourced<number> {
  /** What other sources say; `value` above is the one used. */
  alternatives?: readonly TimingAlternative[];
}

export interface TimingAlternative {
  /** Absent where the source gives words only. */
  value?: number;
  sources: readonly SourceId[];
  note: string;
}

const rows = {
  bootstrapIntervalMs: {
    value: 10 * MINUTE_MS,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO', 'ED-QS'],
    note:
      'PeriodicBootstrapIntervalMilliseconds. ED-QS says ten minutes too, of the status over ' +
      '8080.',
    alternatives: [
      {
        value: 10 * MINUTE_MS,
        sources: ['AAI-DD'],
        note:
          '2020, after a failure: again every 10 minutes, 144 failures (24 h) allowed. Used ' +
          'here.',
      },
      {
        value: 3 * SECOND_MS,
        sources: ['WHO'],
        note:
          '2025, after a failure: once after 10 minutes, then 5 tries growing from 3 s to 1 ' +
          'h, then hourly without end, all ±20 %; 2166 failures allowed.',
      },
    ],
  },
  bootstrapTimeoutMs: {
    value: 20 * SECOND_MS,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note:
      'ConfigRequestTimeoutMilliseconds; that it also bounds the bootstrap call is the lab’s ' +
      'reading.',
  },
  inactiveAfterMs: {
    value: 120 * MINUTE_MS,
    basis: 'seed',
    sources: ['SEED-C'],
    note: 'No heartbeat for more than 120 minutes. No official document gives a number.',
  },
  removedAfterMs: {
    value: 10 * DAY_MS,
    basis: 'documented',
    sources: ['ED-FAQ', 'ED-APX', 'SEED-B'],
    note: 'Without contact for 10 days an agent is dropped from the list.',
    alternatives: [
      { sources: ['ED-UPG', 'SEED-A'], note: 'The upgrade page says "a few days" instead.' },
    ],
  },
  registrationTimeoutMs: {
    value: 30 * SECOND_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'How long an agent waits for the registration service.',
  },
  certificateLifetimeMs: {
    value: 180 * DAY_MS,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note: 'Life of an agent certificate; it may be shorter, see the capture of 2025.',
    alternatives: [
      {
        value: 168 * DAY_MS,
        sources: ['WHO'],
        note: 'The certificate published in 2025 ended together with its signer after 168 days.',
      },
      {
        sources: ['SEED-C'],
        note:
          'Says that agents older than 12 months fail in TLS; fits only if renewals had ' +
          'stopped.',
      },
    ],
  },
  renewalCheckIntervalMs: {
    value: 360 * MINUTE_MS,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO', 'ED-SEC'],
    note: 'CheckForTrustRenewPeriodInMinutes; ED-SEC says "every few hours".',
  },
  renewalWindowMs: {
    value: 30 * DAY_MS,
    basis: 'documented',
    sources: ['ED-SEC', 'AAI-DD'],
    note: 'An agent renews when its certificate ends within 30 days (43200 minutes in 2020).',
    alternatives: [
      {
        value: 0,
        sources: ['WHO'],
        note:
          'MinutesInTrustLifetimeBeforeRenew was 0 in 2025, which fits "the service decides" ' +
          'of ED-SEC.',
      },
    ],
  },
  signallingListeners: {
    value: 4,
    basis: 'observed',
    sources: ['AAI-DD'],
    note: 'Signalling connections an agent holds (capture of 2020). A count, not a time.',
    alternatives: [{ value: 8, sources: ['WHO'], note: 'Eight in the captures of 2025.' }],
  },
  signallingOpenTimeoutMs: {
    value: 30 * SECOND_MS,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note: 'WebSocketSignalingSettings: open, close and send take at most 30 s.',
  },
  keepAliveIntervalMs: {
    value: 10 * SECOND_MS,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note: 'WebSocketSignalingSettings: keep-alive 10 s.',
  },
  keepAliveTimeoutMs: {
    value: 20 * SECOND_MS,
    basis: 'assumed',
    sources: ['lab'],
    note:
      'Silence after which a side gives a signalling connection up, counted from the last ' +
      'frame heard: two keep-alive intervals.',
  },
  signallingRetryFirstMs: {
    value: 200,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note: 'Pause before the second attempt to open a signalling connection.',
  },
  signallingRetryFactor: {
    value: 2,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note: 'Each pause is this many times the one before.',
  },
  signallingRetryAttempts: {
    value: 5,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note: 'Attempts in one series.',
  },
  signallingRetryPauseMs: {
    value: 60 * SECOND_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'Pause between two series of attempts; no source says what follows a failed series.',
  },
  responsePostTimeoutMs: {
    value: 20 * SECOND_MS,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note:
      'PayloadRequestTimeoutMilliseconds; that it bounds the posting of answers is the lab’s ' +
      'reading.',
  },
  responseRetryFirstMs: {
    value: 200,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note: 'ResponseRetryInitialDelay: pause before an answer is posted again.',
  },
  responseRetryFactor: {
    value: 2,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note: 'ResponseRetryDelayFactor.',
  },
  responseRetryAttempts: {
    value: 5,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note: 'ResponseRetryTotalAttempts, the first one included.',
  },
  agentAnswerDeadlineMs: {
    value: 15 * SECOND_MS,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note:
      'LogicalResponseTimeoutMilliseconds; that the agent gives up on the directory then is ' +
      'the lab’s reading.',
  },
  controllerTimeoutMs: {
    value: 2 * SECOND_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'How long an agent waits for one domain controller before it tries the next.',
  },
  signInDeadlineMs: {
    value: 20 * SECOND_MS,
    basis: 'assumed',
    sources: ['lab'],
    note: 'How long the sign-in service waits for an agent (80002, 80014). Not published.',
  },
  probeTimeoutMs: {
    value: 30 * SECOND_MS,
    basis: 'assumed',
    sources: ['lab'],
    note:
      'How long a probe or a person waits; longer than the service, so that its verdict is ' +
      'seen.',
  },
  connectionIdleMs: {
    value: 5 * MINUTE_MS,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note: 'ServicePointManager MaxServicePointIdle: an unused HTTPS connection is closed after it.',
  },
  connectionLimit: {
    value: 200,
    basis: 'observed',
    sources: ['AAI-DD', 'WHO'],
    note:
      'ConnectionLimit: parallel HTTPS connections of an agent to one host. A count, not a ' +
      'time.',
  },
  ...AGENT_TIMINGS,
  ...SIGN_IN_TIMINGS,
  lanLatencyMs: {
    value: 1,
    basis: 'assumed',
    sources: ['lab'],
    note: 'One way inside a site. Virtual mode only.',
  },
  wanLatencyMs: {
    value: 10,
    basis: 'assumed',
    sources: ['lab'],
    note: 'One way between a site and the cloud. Virtual mode only.',
  },
} satisfies Record<string, TimingRow>;

export type TimingName = keyof typeof rows;

export const TIMINGS: Readonly<Record<TimingName, TimingRow>> = rows;

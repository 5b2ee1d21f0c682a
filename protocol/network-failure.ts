/**
 * How talking to somebody can fail: a closed list. The live network maps what Node reports onto it
 * in one place (`runtime/live/failure.ts`); agents, probes and reports only ever see these words.
 */
export const NETWORK_FAILURES = [
  'name-not-resolved',
  'refused',
  'unreachable',
  'timed-out',
  'reset',
  'closed',
  'certificate-untrusted',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-wrong-name',
  'certificate-wrong-usage',
  'client-certificate-rejected',
  'protocol-version',
  'no-common-cipher',
  'proxy-authentication-required',
  'proxy-refused',
  'upgrade-refused',
  'malformed-answer',
] as const;

export type NetworkFailure = (typeof NETWORK_FAILURES)[number];

/**
 * The step of a call that failed, in the order a call goes through them. Who can tell them apart
 * gives `processing` (until the answer begins) and `transfer` in place of how long the `exchange`
 * took; what fails there fails at `exchange` all the same.
 */
export const PHASES = [
  ...(['resolve', 'connect', 'proxy', 'tls', 'upgrade', 'exchange'] as const),
  ...(['processing', 'transfer'] as const),
] as const;

export type NetworkPhase = (typeof PHASES)[number];

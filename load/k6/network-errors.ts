/**
 * k6's numbers for what went wrong below HTTP, in the lab's words. What this machine itself ran
 * out of is no symptom of the target: it is told apart as `harness:`, and makes a run inconclusive.
 */
import type { NetworkFailure } from '../../protocol/network-failure.ts';

/** k6 2.2, `lib/netext/httpext/error_codes.go`. */
const FAILURES: Readonly<Record<number, NetworkFailure>> = {
  1050: 'timed-out',
  1100: 'name-not-resolved',
  1101: 'name-not-resolved',
  1201: 'reset',
  1210: 'unreachable',
  1211: 'timed-out',
  1212: 'refused',
  1220: 'reset',
  1310: 'certificate-untrusted',
  1311: 'certificate-wrong-name',
};
/** As our own engine names them. */
const RAN_OUT: readonly (readonly [RegExp, string])[] = [
  [/assign requested address/i, 'HARNESS_EADDRNOTAVAIL'],
  [/too many open files/i, 'HARNESS_EMFILE'],
  [/no buffer space/i, 'HARNESS_ENOBUFS'],
];

export function describeFailure(code: number, error: string): string {
  const ranOut = RAN_OUT.find(([said]) => said.test(error));
  if (ranOut) return `harness:${ranOut[1]}`;
  if (/\bEOF\b|closed/.test(error)) return `network:${'closed' satisfies NetworkFailure}`;
  return `network:${FAILURES[code] ?? ('malformed-answer' satisfies NetworkFailure)}`;
}

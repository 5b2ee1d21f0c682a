/**
 * What every script tells k6 beside its scenarios and thresholds. Certificates: k6 has no option
 * for a CA of one's own, but Go reads SSL_CERT_FILE (not on macOS and Windows). Where the lab's is
 * not in it any certificate is taken: the proof in `setup` is what identifies the lab.
 */
import type { Options } from 'k6/options';
import { MICROSOFT_PATTERNS } from '../../protocol/microsoft-domains.ts';
import { trustsLab } from './target.ts';

export const RUN_OPTIONS = {
  insecureSkipTLSVerify: !trustsLab,
  /** By k6 itself, whatever a script or a page asks for. */
  blockHostnames: MICROSOFT_PATTERNS,
  setupTimeout: '20s',
  noCookiesReset: true,
  /** The URL holds the tenant, and every value of a tag is a time series. */
  systemTags: ['scenario', 'status', 'error_code', 'name', 'expected_response'],
  summaryTrendStats: [
    ...['count', 'avg', 'min', 'med', 'p(90)', 'p(95)', 'p(99)', 'p(99.9)', 'max'],
  ],
} satisfies Options;

/** Of virtual users: how long the slower answers take, and no more than a machine can hold. */
const USUAL_ANSWER_SECONDS = 0.5;
const SLOW_ANSWER_SECONDS = 4;
/** k6 drops what comes while it makes another, so that few are too few. */
const USERS_MIN = 20;
/** Some 300 KB each. */
const USERS_MAX = 2_000;

/** For `rate` sign-ins a second. Beyond `maxVUs` under way k6 drops, and says so. */
export function usersFor(rate: number): { preAllocatedVUs: number; maxVUs: number } {
  const forSeconds = (seconds: number) =>
    Math.min(USERS_MAX, Math.max(USERS_MIN, Math.ceil(rate * seconds)));
  return {
    preAllocatedVUs: forSeconds(USUAL_ANSWER_SECONDS),
    maxVUs: forSeconds(SLOW_ANSWER_SECONDS),
  };
}

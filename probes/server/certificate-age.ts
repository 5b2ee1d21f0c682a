/**
 * How an agent's certificate stands at a moment. Entra renews it thirty days before its end; a day
 * more is granted, because agents ask every few hours and only one of a tenant gets its turn.
 */
import { DAY_MS } from '../../protocol/time-units.ts';
import { TIMINGS } from '../../protocol/timings.ts';
import type { ServerDescription } from '../probe-ports.ts';

export type CertificateAge = 'not-yet-valid' | 'good' | 'renewal-overdue' | 'expired';

type Dates = Pick<NonNullable<ServerDescription['certificate']>, 'notBeforeMs' | 'notAfterMs'>;

const TURN_MS = DAY_MS;
/** Of a life of 180 days thirty are a sixth; labs have certificates that live for minutes. */
const LIFE_SHARE = 6;

export function certificateAge({ notBeforeMs, notAfterMs }: Dates, nowMs: number): CertificateAge {
  if (nowMs < notBeforeMs) return 'not-yet-valid';
  if (nowMs >= notAfterMs) return 'expired';
  const windowMs = TIMINGS.renewalWindowMs.value - TURN_MS;
  const overdueMs = Math.min(windowMs, (notAfterMs - notBeforeMs) / LIFE_SHARE);
  return notAfterMs - nowMs < overdueMs ? 'renewal-overdue' : 'good';
}

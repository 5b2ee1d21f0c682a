/**
 * Claims that several faults share. Claims only: nothing outside tests and generated documents
 * reads them.
 */
import type { Timings } from '../../protocol/timings.ts';
import type { Symptoms } from './fault.ts';

/** No agent holds a connection: the cloud has nobody to ask. Cloud-only users never notice. */
export const NO_AGENT_RESULTS: Symptoms['results'] = {
  'right-password': [80001],
  'wrong-password': [80001],
  'cloud-only': [0],
};

export const HEALED_RESULTS: Symptoms['results'] = {
  'right-password': [0],
  'wrong-password': [50126],
  'cloud-only': [0],
};

/** Sockets come back within a retry pause; the status only with the next bootstrap. */
export function healedAfterMs(timings: Timings): number {
  return (
    timings.bootstrapIntervalMs +
    timings.bootstrapTimeoutMs +
    timings.signallingRetryPauseMs +
    timings.signallingOpenTimeoutMs
  );
}

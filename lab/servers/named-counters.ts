/** The agent's performance counters under their documented names. */
import type { Counters } from '../../agent/state.ts';
import { COUNTERS } from '../../protocol/events.ts';

/** They start from 0 with the service, as Windows' own do. */
export function namedCounters(counters: Counters): Record<string, number> {
  const { authentications, successful, failed, errors } = counters;
  return {
    [COUNTERS.authentications]: authentications,
    [COUNTERS.successful]: successful,
    [COUNTERS.failed]: failed,
    [COUNTERS.errors]: errors,
  };
}

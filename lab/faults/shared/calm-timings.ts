/**
 * For claims that take minutes of lab time to be seen: fewer connections and slower heartbeats,
 * because thousands of keep-alives prove nothing there. Read by tests only, through `seenIn`.
 */
import type { Timings } from '../../../protocol/timings.ts';

export const CALM_TIMINGS: Partial<Timings> = {
  signallingListeners: 1,
  keepAliveIntervalMs: 60_000,
  keepAliveTimeoutMs: 150_000,
};

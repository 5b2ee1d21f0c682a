/**
 * How fast the plan simulates: sign-ins a second, and the largest tenant there may be, overloaded,
 * for ten minutes. The goals are the issue's; there is no peer that simulates this.
 */
import { type Simulated, simulate } from '../load/plan/simulate.ts';
import { DOCUMENTED_AGENT } from '../protocol/capacity.ts';
import { LIMITS } from '../protocol/limits.ts';
import { MINUTE_MS, SECOND_MS } from '../protocol/time-units.ts';
import { TIMINGS, timingsWith } from '../protocol/timings.ts';
import { type Figure, row } from './figure.ts';

const PER_SECOND_GOAL = 500_000;
const LARGEST_PER_SECOND = 16_000;
const LARGEST_SECONDS_GOAL = 20;

export const planner: Figure = {
  name: 'planner',
  about: 'sign-ins simulated a second; 40 agents at 16,000/s for ten minutes, on one core',
  async measure(progress) {
    // Three times, because the first has to be compiled.
    const speeds = [1, 2, 3].map(() => {
      const { ran, tookMs } = timed(3, 900);
      return ran.signIns / (tookMs / SECOND_MS);
    });
    const largest = timed(LIMITS.agentsMax.value, LARGEST_PER_SECOND);
    const { signIns, timedOut } = largest.ran;
    progress(`the largest: ${signIns} sign-ins, ${timedOut} of them timed out`);
    return [
      row(
        { name: 'planner', value: Math.max(...speeds), unit: 'sign-ins/s' },
        { what: 'goal', value: PER_SECOND_GOAL },
        { atLeast: 1 },
      ),
      row(
        {
          name: 'planner, 40 agents, 16,000/s, 10 min',
          value: largest.tookMs / SECOND_MS,
          unit: 's',
        },
        { what: 'goal', value: LARGEST_SECONDS_GOAL },
        { atMost: 1 },
      ),
    ];
  },
};

function timed(agents: number, perSecond: number): { ran: Simulated; tookMs: number } {
  const roundTripMs = 2 * TIMINGS.lanLatencyMs.value;
  const startMs = performance.now();
  const ran = simulate({
    ...{
      seed: 'bench',
      timings: timingsWith(),
      cloudTripMs: 2 * TIMINGS.wanLatencyMs.value,
      restMs: 0,
    },
    agents: Array.from({ length: agents }, () => ({
      capacity: DOCUMENTED_AGENT,
      roundTripMs,
      weight: 1,
    })),
    arrivals: { kind: 'constant', perSecond, durationMs: 10 * MINUTE_MS, spacing: 'poisson' },
  });
  return { ran, tookMs: performance.now() - startMs };
}

/** The generator in virtual time, against queues whose waiting times are known by arithmetic. */
import { expect, test } from 'vitest';
import { createVirtualClock } from '../../runtime/virtual/clock.ts';
import { proves } from '../../test/parity/proves.ts';
import type { LoadSecond } from '../load-result.ts';
import type { LoadOptions, LoadScenario } from '../load-test.ts';
import { type Act, type Generated, generate } from './generate.ts';

const START_MS = Date.UTC(2026, 10, 23, 8);
const never = new AbortController().signal;

function constantRate(rate: number, duration: string, maxVUs = 1_000): LoadScenario {
  const shape = { timeUnit: '1s', duration, preAllocatedVUs: 1, maxVUs };
  return { executor: 'constant-arrival-rate', exec: 'signIn', rate, ...shape };
}

interface Ran extends Generated {
  told: readonly LoadSecond[];
  results: Readonly<Record<string, number>>;
}

async function run(
  options: Partial<LoadOptions> & Pick<LoadOptions, 'scenarios'>,
  signIn: (clock: ReturnType<typeof createVirtualClock>) => Act,
  stop = never,
): Promise<Ran> {
  const clock = createVirtualClock(START_MS);
  const act = signIn(clock);
  const told: LoadSecond[] = [];
  const generated = await clock.drive(
    generate({
      options: { thresholds: {}, ...options },
      ...{ beat: clock, stop, progress: (second) => told.push(second) },
      acts: {
        signIn: act,
        guessPassword: act,
        addAgent: act,
        removeAgent: act,
        browserSignIn: act,
      },
    }),
  );
  return { ...generated, told, results: generated.tally.totals().results };
}

/** One server, first come first served, the same time for each. */
function queue(serviceMs: number) {
  return (clock: ReturnType<typeof createVirtualClock>): Act => {
    let freeMs = 0;
    return async () => {
      freeMs = Math.max(freeMs, clock.nowMs()) + serviceMs;
      await clock.sleep(freeMs - clock.nowMs());
      return '0';
    };
  };
}

test(proves('load.builtin', 'latency counts from when a sign-in was due'), async () => {
  // 20 a second for 2 s at a server that does 10: number k waits for 50 ms times k.
  const { tally, told } = await run({ scenarios: { one: constantRate(20, '2s') } }, queue(100));
  const { latency } = tally.totals();
  expect(latency.count).toBe(40);
  expect(latency.p50).toBeCloseTo(1_050, -1);
  expect(latency.p95).toBeCloseTo(1_950, -1);
  expect(latency.max).toBeCloseTo(2_050, -1);
  expect(told.map(({ intended }) => intended)).toEqual([20, 20, 0, 0, 0]);
  expect(told.map(({ completed }) => completed)).toEqual([9, 10, 10, 10, 1]);
});

test('a server with time to spare shows its own time only', async () => {
  const { tally } = await run({ scenarios: { one: constantRate(5, '20s') } }, queue(100));
  const { p50, p999 } = tally.totals().latency;
  expect([p50, p999].map(Math.round)).toEqual([100, 100]);
});

test('what nobody is free for is dropped and counted, not put off', async () => {
  const silent = () => () => new Promise<string>(() => {});
  const options = {
    scenarios: { one: constantRate(20, '1s', 5) },
    thresholds: { dropped_iterations: ['count<1'], sign_in_duration: ['p(95)<1000'] },
  };
  const { tally, metrics, underWayMax } = await run(options, silent);
  expect(tally.droppedTotal).toBe(15);
  expect(underWayMax).toBe(5);
  expect(metrics.outcomes()).toEqual([
    { metric: 'dropped_iterations', expression: 'count<1', met: false, observed: 15, samples: 20 },
    { metric: 'sign_in_duration', expression: 'p(95)<1000', met: false, samples: 0 },
  ]);
});

test(
  proves('load.thresholds', 'a threshold without samples fails; none dropped is one'),
  async () => {
    const thresholds = {
      'sign_in_duration{scenario:other}': ['p(95)<1000'],
      dropped_iterations: ['count<1'],
      sign_in_failed: ['rate<0.6', 'rate<0.5'],
      sign_ins: ['rate>9', 'count>=10'],
    };
    let calls = 0;
    const everyOther = () => async () => (++calls % 2 === 0 ? '80002' : '0');
    const options = { scenarios: { one: constantRate(10, '1s') }, thresholds };
    const { metrics, results } = await run(options, everyOther);
    expect(results).toEqual({ '0': 5, '80002': 5 });
    const met = metrics.outcomes().map(({ expression, met }) => [expression, met]);
    expect(met).toEqual([
      ['p(95)<1000', false],
      ['count<1', true],
      ['rate<0.6', true],
      ['rate<0.5', false],
      ['rate>9', true],
      ['count>=10', true],
    ]);
  },
);

test('a guess that is refused is no failure, a sign-in that is refused is one', async () => {
  const options = {
    scenarios: {
      people: constantRate(10, '1s'),
      guesses: { ...constantRate(10, '1s'), exec: 'guessPassword' as const },
    },
  };
  const { told } = await run(options, () => async () => '50126');
  // The same code from both: only people's are failures.
  expect(told[0]).toMatchObject({ completed: 20, failed: 10, failures: { '50126': 10 } });
});

test('an end in mid-run gives back what there is', async () => {
  const stop = new AbortController();
  let calls = 0;
  const stopAtTenth = () => async () => {
    if (++calls === 10) stop.abort();
    return '0';
  };
  const options = { scenarios: { one: constantRate(10, '1h') } };
  const { durationMs, tally } = await run(options, stopAtTenth, stop.signal);
  expect(durationMs).toBe(900);
  expect(tally.totals().latency.count).toBe(9);
});

test('rates that fit no whole millisecond come to their number and to an end', async () => {
  const scenarios = { one: constantRate(600, '10s'), two: constantRate(7, '10s') };
  const { tally } = await run({ scenarios }, queue(0));
  expect(tally.totals().latency.count).toBe(6_070);
});

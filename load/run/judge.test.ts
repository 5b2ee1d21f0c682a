/** Verdicts as tables: what a run saw, and what may be said of it. */
import { describe, expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import type { EngineRun, GeneratorLoad, ThresholdOutcome } from '../load-result.ts';
import { exitCodeOf } from './exit-code.ts';
import { type JudgeInput, judgeLoad } from './judge.ts';

const COUNT = 1_000;
const fast: ThresholdOutcome = {
  ...{ metric: 'sign_in_duration', expression: 'p(95)<1000' },
  ...{ met: true, observed: 20, samples: COUNT },
};
const slow: ThresholdOutcome = { ...fast, met: false, observed: 1_200 };

function runWith(changes: Partial<EngineRun>, generator: Partial<GeneratorLoad> = {}): EngineRun {
  const latency = { count: COUNT, mean: 1, p50: 1, p90: 1, p95: 1, p99: 1, p999: 1, max: 1 };
  return {
    ...{ engine: 'builtin', version: '0', durationMs: 10_000, latency, exitCode: 0 },
    seconds: [{ atMs: 0, intended: COUNT, dropped: 0, completed: COUNT, failed: 0 }],
    ...{ results: { '0': COUNT }, failed: 0 },
    thresholds: [fast],
    generator: {
      ...{ cpuShare: 0.4, machineCpuShare: 0.6, cores: 2, dropped: 0 },
      ...{ underWayMax: 9, underWayLimit: 100, behindP99: 2, ...generator },
    },
    ...changes,
  };
}

function judge(run: EngineRun, changes: Partial<JudgeInput> = {}) {
  const cloud = { results: { '0': COUNT }, late: 0 };
  const { verdict, reasons } = judgeLoad({ run, cloud, interrupted: false, events: 0, ...changes });
  return [verdict, reasons[0]];
}

const CASES: readonly [string, EngineRun, string, RegExp][] = [
  ['all met', runWith({}), 'pass', /^All thresholds were met\.$/],
  ['one crossed', runWith({ thresholds: [fast, slow] }), 'fail', /observed 1200\.$/],
  [
    'one without samples',
    runWith({ thresholds: [fast, { ...fast, met: false, samples: 0 }] }),
    'fail',
    /there was not one sample/,
  ],
  [
    'too few samples',
    runWith({ thresholds: [{ ...fast, samples: 19 }] }),
    'inconclusive',
    /19 samples are too few, it takes 20\.$/,
  ],
  ['just enough samples', runWith({ thresholds: [{ ...fast, samples: 20 }] }), 'pass', /met/],
  [
    'too few samples for a share',
    runWith({
      thresholds: [{ ...fast, metric: 'sign_in_failed', expression: 'rate<0.01', samples: 99 }],
    }),
    'inconclusive',
    /it takes 100\.$/,
  ],
  ['no thresholds', runWith({ thresholds: [] }), 'inconclusive', /no thresholds/],
  [
    'a generator without a core left',
    runWith({}, { cpuShare: 0.97 }),
    'inconclusive',
    /generator was the bottleneck: it used 97 % of a core/,
  ],
  ['k6 has all cores', runWith({ engine: 'k6' }, { cpuShare: 1.2 }), 'pass', /met/],
  [
    'a generator that is late',
    runWith({ thresholds: [slow] }, { behindP99: 400 }),
    'inconclusive',
    /began 400 ms late/,
  ],
  [
    'load that never came',
    runWith({}, { dropped: 20 }),
    'inconclusive',
    /left out 20 of 1000 sign-ins/,
  ],
  [
    'less load than asked for and still too slow',
    runWith({ thresholds: [slow] }, { dropped: 20 }),
    'fail',
    /p\(95\)<1000/,
  ],
  [
    'slow on a machine without a core left',
    runWith({ thresholds: [slow] }, { machineCpuShare: 0.99 }),
    'inconclusive',
    /^This machine was the bottleneck/,
  ],
  ['fast enough even so', runWith({}, { machineCpuShare: 0.99 }), 'pass', /met/],
  [
    'sign-ins that never ended',
    runWith({ results: { '0': 900 } }),
    'inconclusive',
    /^Of 100 of 1000 sign-ins nobody knows how they ended, or whether they began\.$/,
  ],
  ['one fewer than the profile', runWith({ results: { '0': COUNT - 1 } }), 'pass', /met/],
  [
    'a crossed threshold that ended it early',
    runWith({ results: { '0': 900 }, thresholds: [slow], exitCode: 99 }),
    'fail',
    /observed 1200/,
  ],
  [
    'an end of k6 that its samples contradict',
    runWith({ engine: 'k6', exitCode: 99 }),
    'inconclusive',
    /^k6 saw a threshold crossed, which its samples do not show\.$/,
  ],
  [
    'a script that broke',
    runWith({ engine: 'k6', exitCode: 107, complaint: 'RangeError: no.' }),
    'inconclusive',
    /^k6 ended with 107: RangeError: no\.$/,
  ],
  [
    'no ports left',
    runWith({ results: { '0': 990, 'harness:HARNESS_EADDRNOTAVAIL': 10 } }),
    'inconclusive',
    /^The generator could not send: this machine ran out of local ports/,
  ],
  [
    'connections that broke before any agent was asked',
    runWith({ results: { '0': 500, 'network:reset': 400, 'network:closed': 100 } }),
    'inconclusive',
    /^500 of 1000 sign-ins broke off between the generator and the lab \(reset, closed\)/,
  ],
  [
    'answers that never came',
    runWith({ results: { '0': 500, 'network:timed-out': 500 }, thresholds: [slow] }),
    'fail',
    /p\(95\)<1000/,
  ],
];

describe(proves('load.verdict', 'what may be said of a run'), () => {
  test.each(CASES)('the verdict on a run with %s', (_, run, verdict, reason) => {
    const [judged, first] = judge(run);
    expect(judged).toBe(verdict);
    expect(first).toMatch(reason);
  });

  test('an interrupted run passes nothing, whatever it saw until then', () => {
    expect(judge(runWith({}), { interrupted: true })).toEqual([
      'inconclusive',
      'Somebody stopped the run after 10 s.',
    ]);
  });

  test('a script that counts as it likes, and signs nobody in, passes nothing', () => {
    const none = { ...runWith({}).latency, count: 0 };
    const run = runWith({ results: {}, latency: none, seconds: [] });
    const [verdict, reason] = judge(run, { cloud: { results: {}, late: 0 } });
    expect([verdict, reason]).toEqual(['inconclusive', expect.stringMatching(/^Not one sign-in/)]);
  });

  test('the cloud and the generator have to have seen the same sign-ins', () => {
    const cloudWith = (count: number) => ({ cloud: { results: { '0': count }, late: 0 } });
    expect(judge(runWith({}), cloudWith(900))[0]).toBe('inconclusive');
    expect(judge(runWith({}), cloudWith(1_100))[0]).toBe('inconclusive');
    // Lost on the way back: the generator knows that it heard nothing.
    const unheard = runWith({ results: { '0': 950, 'network:timed-out': 50 } });
    expect(judge(unheard, cloudWith(COUNT))[0]).toBe('pass');
    // An agent that is installed signs its administrator in.
    expect(judge(runWith({}), { ...cloudWith(1_004), events: 1 })[0]).toBe('pass');
  });
});

test(
  proves('load.exit-codes', 'k6’s exit codes pass through; a doubt is no crossed threshold'),
  () => {
    const codeOf = (run: EngineRun, interrupted = false) => {
      const cloud = { results: { '0': COUNT }, late: 0 };
      return exitCodeOf({ run, interrupted, ...judgeLoad({ run, cloud, interrupted, events: 0 }) });
    };
    expect(codeOf(runWith({}))).toBe(0);
    expect(codeOf(runWith({ thresholds: [slow], exitCode: 99 }))).toBe(99);
    // k6 lets a threshold without samples pass.
    expect(codeOf(runWith({ thresholds: [{ ...fast, met: false, samples: 0 }] }))).toBe(99);
    expect(codeOf(runWith({ thresholds: [slow], exitCode: 99 }, { behindP99: 500 }))).toBe(3);
    expect(codeOf(runWith({ engine: 'k6', exitCode: 108 }))).toBe(108);
    expect(codeOf(runWith({ exitCode: 105 }), true)).toBe(105);
  },
);

/** What can be said of a run from its parts, and what cannot. */
import { describe, expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { createHistogram, latencyOf } from '../generator/histogram.ts';
import type { Latency, LoadResult, ThresholdOutcome } from '../load-result.ts';
import { passingRun, runWithAnAgentLeaving } from '../report/fixture-load-result.ts';
import { renderLoadSummary } from '../report/render-summary.ts';
import { joinParts } from './join-parts.ts';
import { parsePart } from './parse-part.ts';
import { type Part, textOf } from './part.ts';

function spread(values: readonly number[]): Latency {
  const histogram = createHistogram();
  for (const value of values) histogram.record(value);
  return latencyOf(histogram);
}

function threshold(expression: string, observed: number, samples = 100): ThresholdOutcome {
  const [, limit = 0] = expression.split('<');
  const metric = expression.startsWith('rate') ? 'sign_in_failed' : 'sign_in_duration';
  return { metric, expression, observed, samples, met: observed < Number(limit) };
}

interface Shape {
  name?: string;
  latency?: Latency;
  thresholds?: readonly ThresholdOutcome[];
  startedMs?: number;
}

/** Only what a generator knows: no cloud, no agents. */
function part({ name = '1', latency, thresholds = [], startedMs = 0 }: Shape): Part {
  const { run } = passingRun();
  const { count } = run.latency;
  return {
    ...{ name, startedMs },
    run: { ...run, thresholds, latency: latency ?? run.latency, results: { '0': count } },
  };
}

function own(name: string, result: LoadResult): Part {
  return parsePart(name, textOf(renderLoadSummary(result))).toPart({});
}

describe('percentiles', () => {
  const quick = spread(Array.from({ length: 900 }, () => 10));
  const slow = spread(Array.from({ length: 100 }, () => 1000));

  test(proves('load.join', 'are those of all sign-ins together, not means of the parts'), () => {
    const { latency } = joinParts([part({ latency: quick }), part({ latency: slow })]).run;
    expect(latency).toMatchObject({ count: 1000 });
    expect(latency.p50).toBeCloseTo(10, 1);
    expect(latency.p90).toBeCloseTo(10, 1);
    expect(latency.p95).toBeCloseTo(1000, -1);
    expect(latency.mean).toBeCloseTo(109, 0);
    expect(latency.atMost).toBeUndefined();
  });

  test('decide a threshold that one part alone misses', () => {
    const outcomes = [threshold('p(80)<100', 10), threshold('p(80)<100', 1000)];
    const [met] = joinParts([
      part({ latency: quick, thresholds: outcomes.slice(0, 1) }),
      part({ latency: slow, thresholds: outcomes.slice(1) }),
    ]).run.thresholds;
    expect(met).toMatchObject({ met: true, samples: 200 });
    expect(met?.observed).toBeCloseTo(10, 1);
  });

  test('of parts without a distribution are upper bounds, and decide only where parts agree', () => {
    const { histogram: _, ...bare } = quick;
    const join = (a: number, b: number) =>
      joinParts([
        part({ latency: bare, thresholds: [threshold('p(95)<100', a)] }),
        part({ latency: slow, thresholds: [threshold('p(95)<100', b)] }),
      ]);
    expect(join(10, 1000).run.latency).toMatchObject({ atMost: true, p95: slow.p95 });
    expect(join(10, 99).run.thresholds).toMatchObject([{ met: true, observed: 99 }]);
    expect(join(100, 1000).run.thresholds).toMatchObject([{ met: false }]);
    const unclear = join(10, 1000);
    expect(unclear.run.thresholds).toMatchObject([{ met: false, undecided: true }]);
    expect(unclear.verdict).toBe('inconclusive');
    expect(unclear.reasons[0]).toContain('percentiles cannot be averaged');
  });
});

test('a share is weighed by its samples', () => {
  const [rate] = joinParts([
    part({ thresholds: [threshold('rate<0.2', 0, 900)] }),
    part({ thresholds: [threshold('rate<0.2', 0.5, 100)] }),
  ]).run.thresholds;
  expect(rate).toMatchObject({ met: true, samples: 1000 });
  expect(rate?.observed).toBeCloseTo(0.05);
});

test('a threshold that no part has samples for fails', () => {
  const unseen = { metric: 'sign_ins{result:0}', expression: 'count>0', met: false, samples: 0 };
  const joined = joinParts([part({ thresholds: [unseen] }), part({ thresholds: [unseen] })]);
  expect(joined).toMatchObject({ verdict: 'fail', run: { thresholds: [{ met: false }] } });
});

test('seconds are added by machine time', () => {
  const [first, late] = [part({ startedMs: 1_000_000 }), part({ startedMs: 1_003_020 })];
  const { seconds, durationMs } = joinParts([first, late]).run;
  const before = first?.run.seconds ?? [];
  expect(durationMs).toBe(63_000);
  expect(seconds).toHaveLength(63);
  expect(seconds[2]?.completed).toBe(before[2]?.completed);
  expect(seconds[30]?.completed).toBe((before[30]?.completed ?? 0) + (before[27]?.completed ?? 0));
  expect(seconds[62]?.atMs).toBe(62_000);
});

test('parts that ran one after the other are no distributed run', () => {
  const joined = joinParts([part({ startedMs: 0 }), part({ startedMs: 60_000 })]);
  expect(joined.verdict).toBe('inconclusive');
  expect(joined.reasons[0]).toContain('did not run at the same time');
});

test('agents of the same name in two labs are two agents', () => {
  const joined = joinParts([own('a', runWithAnAgentLeaving()), own('b', runWithAnAgentLeaving())]);
  expect(joined.agents.map(({ name }) => name)).toContain('b/agt-2');
  expect(joined.agents).toHaveLength(6);
  expect(joined.agents.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  expect(joined.restsOn).toMatchObject({ agents: 6, crypto: 'rsa', peak: 1920 });
  expect(joined.events).toContainEqual({ atMs: 40_000, text: 'b: agt-2 left' });
  expect(joined.parts).toMatchObject([{ name: 'a' }, { name: 'b' }]);
});

test('parts of different tests are refused', () => {
  const join = () => joinParts([own('a', passingRun()), own('b', runWithAnAgentLeaving())]);
  expect(join).toThrow('Expected parts of one test, got those of peak and remove-agent.');
});

test('a file that is no part is refused in one sentence', () => {
  expect(() => parsePart('x.json', textOf('{"a":1}'))).toThrow(/x\.json: expected a summary\.json/);
});

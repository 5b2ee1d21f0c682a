/**
 * The parts of a distributed run as one run, judged anew on the joined figures: parts that pass one
 * by one may fail together, and the other way round.
 */
import { LabError } from '../../runtime/lab-error.ts';
import { findKnee } from '../knee/find-knee.ts';
import type {
  CloudLoad,
  EngineRun,
  GeneratorLoad,
  LoadPart,
  LoadResult,
  RestsOn,
  ThresholdOutcome,
} from '../load-result.ts';
import { isWholeRun, k6ExitCode } from '../run/exit-code.ts';
import { type Judged, judgeLoad } from '../run/judge.ts';
import { joinAgentParts, joinEvents } from './join-agent-parts.ts';
import { joinLatencies } from './join-latency.ts';
import { addCounts, firstStartMs, joinSeconds, offsetMs } from './join-seconds.ts';
import { joinThresholds } from './join-thresholds.ts';
import type { Part } from './part.ts';

/** What parts of k6 do not say about the lab that they went to. */
export type JoinOptions = Partial<
  Pick<RestsOn, 'crypto' | 'capacity' | 'agents' | 'peak' | 'skew'>
>;

/** @throws LabError `LOAD_JOIN` */
export function joinParts(parts: readonly Part[], options: JoinOptions = {}): LoadResult {
  const test = testOf(parts);
  const run = joinRuns(parts);
  const cloud = joinClouds(parts);
  const events = joinEvents(parts);
  const interrupted = parts.some(({ lab }) => lab?.interrupted);
  // Where nobody has the cloud's log there is nothing to compare counts with.
  const compared = cloud ?? { results: run.results, late: 0 };
  const knee = isTimed(parts) && events.length === 0 ? findKnee(run.seconds) : undefined;
  const judged = judgeLoad({ run, cloud: compared, interrupted, events: events.length });
  return {
    test,
    ...doubt(judged, parts, run),
    ...{ interrupted, restsOn: restsOn(parts, run, options), run },
    agents: joinAgentParts(parts),
    cloud: cloud ?? { results: {}, late: 0 },
    events,
    ...(knee && { knee }),
    parts: parts.map(describePart),
  };
}

/** What only a joined run may suffer from. */
function doubt({ verdict, reasons }: Judged, parts: readonly Part[], run: EngineRun): Judged {
  const apart = notTogether(parts);
  const isSilent = parts.every(
    ({ run, lab }) => run.generator.cpuShare === undefined && lab?.restsOn.mode !== 'virtual',
  );
  const silent = isSilent ? ['No part says how busy its generator was.'] : [];
  if (apart.length > 0) return { verdict: 'inconclusive', reasons: [...apart, ...reasons] };
  const unclear = run.thresholds.filter(({ undecided }) => undecided).map(unclearWords);
  if (verdict !== 'pass' || unclear.length === 0) {
    return { verdict, reasons: [...reasons, ...silent] };
  }
  return { verdict: 'inconclusive', reasons: [...unclear, ...silent] };
}

function unclearWords({ metric, expression }: ThresholdOutcome): string {
  return (
    `${metric} ${expression}: some parts meet it and some do not, and percentiles cannot be ` +
    'averaged; join the samples (--out json) or the summary.json files of the parts instead.'
  );
}

function testOf(parts: readonly Part[]): LoadResult['test'] {
  if (parts.length === 0) throw new LabError('LOAD_JOIN', 'Expected parts to join, got none.');
  const tests = parts.flatMap(({ lab }) => lab?.test ?? []);
  const ids = [...new Set(tests.map(({ id }) => id))];
  if (ids.length > 1) {
    const sentence = `Expected parts of one test, got those of ${ids.join(' and ')}.`;
    throw new LabError('LOAD_JOIN', sentence);
  }
  return tests[0] ?? { id: 'joined', question: 'A distributed run of k6' };
}

function joinRuns(parts: readonly Part[]): EngineRun {
  const runs = parts.map(({ run }) => run);
  const firstMs = firstStartMs(parts);
  const { latency, percentile } = joinLatencies(runs.map((run) => run.latency));
  const thresholds = joinThresholds(
    runs.map((run) => run.thresholds),
    percentile,
  );
  const complaint = runs.find((run) => run.complaint !== undefined)?.complaint;
  const broken = runs.find(({ exitCode }) => !isWholeRun(exitCode))?.exitCode;
  return {
    engine: runs.some(({ engine }) => engine === 'k6') ? 'k6' : 'builtin',
    version: [...new Set(runs.map(({ version }) => version))].join(', '),
    durationMs: Math.max(...parts.map((part) => offsetMs(part, firstMs) + part.run.durationMs)),
    seconds: joinSeconds(parts),
    latency,
    results: addCounts(runs.map(({ results }) => results)),
    failed: runs.reduce((sum, { failed }) => sum + failed, 0),
    thresholds,
    generator: joinGenerators(runs.map(({ generator }) => generator)),
    exitCode: broken ?? k6ExitCode(thresholds),
    ...(complaint !== undefined && { complaint }),
  };
}

/** As busy as the busiest: one saturated part is enough to spoil the run. */
function joinGenerators(all: readonly GeneratorLoad[]): GeneratorLoad {
  const sum = (key: 'dropped' | 'underWayMax' | 'underWayLimit') =>
    all.reduce((total, one) => total + one[key], 0);
  const most = (key: 'cpuShare' | 'machineCpuShare' | 'behindP99') => {
    const values = all.flatMap((one) => one[key] ?? []);
    return values.length === 0 ? {} : { [key]: Math.max(...values) };
  };
  return {
    ...{ cores: Math.min(...all.map(({ cores }) => cores)), dropped: sum('dropped') },
    ...{ underWayMax: sum('underWayMax'), underWayLimit: sum('underWayLimit') },
    ...most('cpuShare'),
    ...most('machineCpuShare'),
    ...most('behindP99'),
  };
}

function joinClouds(parts: readonly Part[]): CloudLoad | undefined {
  const clouds = parts.flatMap(({ lab }) => lab?.cloud ?? []);
  if (clouds.length < parts.length) return undefined;
  return {
    results: addCounts(clouds.map(({ results }) => results)),
    late: clouds.reduce((sum, { late }) => sum + late, 0),
  };
}

/** Load adds up only where it was there at the same time. */
function notTogether(parts: readonly Part[]): string[] {
  const firstMs = firstStartMs(parts);
  const ends = parts.map((part) => offsetMs(part, firstMs) + part.run.durationMs);
  const lastStart = Math.max(...parts.map((part) => offsetMs(part, firstMs)));
  if (lastStart < Math.min(...ends) || parts.length === 1) return [];
  const sentence = `the last part began ${Math.round(lastStart / 1000)} s after the first`;
  return [`The parts did not run at the same time: ${sentence}, when another had ended.`];
}

function restsOn(parts: readonly Part[], run: EngineRun, options: JoinOptions): RestsOn {
  const known = parts.flatMap(({ lab }) => lab?.restsOn ?? []);
  const [first] = known;
  const firstMs = firstStartMs(parts);
  const sum = (key: 'agents' | 'peak') => known.reduce((total, one) => total + one[key], 0);
  const busiest = run.seconds.reduce((most, { intended }) => Math.max(most, intended), 0);
  return {
    ...{ mode: first?.mode ?? 'live', engine: run.engine, engineVersion: run.version },
    crypto: options.crypto ?? agreed(known.map(({ crypto }) => crypto)) ?? 'unknown',
    capacity: options.capacity ?? agreed(known.map(({ capacity }) => capacity)) ?? 'unknown',
    skew: options.skew ?? first?.skew ?? 0,
    agents: options.agents ?? sum('agents'),
    peak:
      options.peak ?? (known.length === parts.length ? sum('peak') : isTimed(parts) ? busiest : 0),
    seed: first?.seed ?? 'unknown',
    startedAt: firstMs === undefined ? 'unknown' : new Date(firstMs).toISOString(),
    versions: Object.assign({}, ...known.map(({ versions }) => versions)),
  };
}

/** Summaries of k6 do not tell what was when. */
function isTimed(parts: readonly Part[]): boolean {
  return parts.every(({ run: { seconds } }) => seconds.length > 0);
}

/** Undefined where parts differ. */
function agreed<T>(values: readonly T[]): T | undefined {
  const texts = new Set(values.map((value) => JSON.stringify(value)));
  return texts.size === 1 ? values[0] : undefined;
}

function describePart({ name, run }: Part): LoadPart {
  const { engine, latency, durationMs, failed } = run;
  return {
    ...{ name, engine, completed: latency.count, failed, durationMs },
    ...(latency.count > 0 && { p95: latency.p95 }),
    latency: latency.histogram === undefined ? 'percentiles' : 'distribution',
  };
}

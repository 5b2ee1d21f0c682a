/**
 * The verdict on a load run. Whether the run can say anything comes first: a generator that was
 * itself the bottleneck, counts that contradict one another and too few samples make it
 * inconclusive, whatever the thresholds say. Pure.
 */

import { parseThreshold, percentileOf } from '../generator/threshold.ts';
import type { CloudLoad, EngineRun, LoadVerdict, ThresholdOutcome } from '../load-result.ts';
import { INTERRUPTED_EXIT_CODE, isWholeRun, THRESHOLDS_EXIT_CODE } from './exit-code.ts';
import { countProblem, intendedOf } from './judge-counts.ts';

export interface Judged {
  verdict: LoadVerdict;
  /** Each one sentence; the first decided. */
  reasons: readonly string[];
}

export interface JudgeInput {
  run: EngineRun;
  cloud: CloudLoad;
  interrupted: boolean;
  /** Agents that came or left in mid-run: each signs in an administrator. */
  events: number;
}

export function judgeLoad(input: JudgeInput): Judged {
  const { run, interrupted } = input;
  const missed = run.thresholds.filter(({ met, undecided }) => !met && !undecided);
  const crossed = missed.filter(({ samples }) => samples > 0).map(describeMissed);
  const unseen = missed.filter(({ samples }) => samples === 0).map(describeMissed);
  const doubts = [
    ...(interrupted ? [stoppedAfter(run)] : []),
    ...engineProblems(run),
    ...lostProblem(run),
    ...generatorProblems(run, crossed.length > 0),
    ...(interrupted || crossed.length > 0 ? [] : unfinishedProblem(run)),
    ...countProblem(input),
  ];
  if (doubts.length > 0) return { verdict: 'inconclusive', reasons: [...doubts, ...crossed] };
  if (missed.length > 0) {
    return { verdict: 'fail', reasons: [...crossed, ...unseen, ...droppedRemark(run)] };
  }
  const thin = [...emptyProblem(run), ...run.thresholds.flatMap(thinProblem)];
  if (run.thresholds.length === 0)
    thin.push('The test has no thresholds: there is nothing to judge.');
  if (thin.length > 0) return { verdict: 'inconclusive', reasons: thin };
  return { verdict: 'pass', reasons: ['All thresholds were met.', ...droppedRemark(run)] };
}

function stoppedAfter({ durationMs }: EngineRun): string {
  return `Somebody stopped the run after ${(durationMs / 1000).toFixed(0)} s.`;
}

const ENDINGS: Readonly<Record<number, string>> = {
  104: 'k6 refused the configuration of the script',
  105: 'k6 was stopped from outside',
  107: 'the script threw an exception',
  108: 'the script ended the test',
  109: 'k6 itself broke',
};

const RAN_OUT: Readonly<Record<string, string>> = {
  HARNESS_EADDRNOTAVAIL: 'this machine ran out of local ports (ip_local_port_range)',
  HARNESS_EMFILE: 'this machine ran out of open files (ulimit -n)',
  browser: 'its browser broke',
};

function harnessWords(code: string): string {
  return RAN_OUT[code] ?? `this machine ran out of something (${code})`;
}

/** Only an end of its own or crossed thresholds are a whole run. */
function engineProblems({ engine, exitCode, results, complaint, thresholds }: EngineRun): string[] {
  const own = Object.keys(results).filter((result) => result.startsWith('harness:'));
  const problems = own.map((result) => {
    return `The generator could not send: ${harnessWords(result.slice('harness:'.length))}.`;
  });
  if (exitCode === THRESHOLDS_EXIT_CODE && thresholds.every(({ met }) => met)) {
    problems.push(`${engine} saw a threshold crossed, which its samples do not show.`);
  }
  if (isWholeRun(exitCode) || exitCode === INTERRUPTED_EXIT_CODE) return problems;
  const why = complaint ?? ENDINGS[exitCode] ?? 'it gave no reason that pta-lab knows';
  return [`${engine} ended with ${exitCode}: ${why.replace(/\.$/, '')}.`, ...problems];
}

/** Fewer change no percentile that thresholds ask for. */
const MISSED_SHARE_MAX = 0.001;

/**
 * Agents have no part in a connection to the cloud that breaks: the cloud is this machine's, and
 * answers for an agent that does not. Who hears nothing until the end may well have waited for one.
 */
function lostProblem({ results }: EngineRun): string[] {
  const total = sum(Object.values(results));
  const broken = Object.entries(results).filter(([result]) => {
    return result.startsWith('network:') && result !== 'network:timed-out';
  });
  const lost = sum(broken.map(([, count]) => count));
  if (lost <= total * MISSED_SHARE_MAX) return [];
  const how = broken.map(([result]) => result.slice('network:'.length)).join(', ');
  return [
    `${lost} of ${total} sign-ins broke off between the generator and the lab (${how}), where no ` +
      'agent is: this machine ran out of something, open files (ulimit -n) or ports perhaps.',
  ];
}

/** A script may count what it likes: without a sign-in it says nothing about agents. */
function emptyProblem({ results, latency }: EngineRun): string[] {
  if (latency.count > 0 || sum(Object.values(results)) > 0) return [];
  return ['Not one sign-in came to an end: signIn of load/k6/sign-in.ts makes them.'];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** Of one core: our own generator has one thread. k6 takes as many as there are. */
const OWN_SHARE_MAX = 0.9;
const MACHINE_SHARE_MAX = 0.95;
const BEHIND_MS_MAX = 100;
/** In less than that nobody is busy for long, and a share of it is noise. */
const SHARES_FROM_MS = 1_000;

/**
 * What was dropped is load that never came: a pass would be of less than was asked for, while a
 * crossed threshold stands, because all of the load would have been no easier. A machine without a
 * core left slows agents and generator alike: what was carried even so was carried.
 */
function generatorProblems(
  { engine, generator, seconds, thresholds, durationMs }: EngineRun,
  isCrossed: boolean,
): string[] {
  const { cpuShare, machineCpuShare, cores, behindP99 = 0 } = generator;
  const ownMax = engine === 'builtin' ? OWN_SHARE_MAX : OWN_SHARE_MAX * cores;
  const problems: string[] = [];
  if (cpuShare !== undefined && cpuShare >= ownMax && durationMs >= SHARES_FROM_MS) {
    problems.push(`The load generator was the bottleneck: it used ${percent(cpuShare)} of a core.`);
  }
  if (behindP99 >= BEHIND_MS_MAX) {
    const late = `1 % of its sign-ins began ${behindP99.toFixed(0)} ms late or more`;
    problems.push(`The load generator was the bottleneck: ${late}.`);
  }
  if (isCrossed && machineCpuShare !== undefined && machineCpuShare >= MACHINE_SHARE_MAX) {
    const busy = `${percent(machineCpuShare)} of its ${cores} cores were busy`;
    problems.push(`This machine was the bottleneck, not the agents: ${busy}.`);
  }
  // With nothing said about speed or failures there is no pass that less load would have bought.
  const isAsked = thresholds.some(({ metric }) => !metric.startsWith('sign_ins'));
  const intended = sum(seconds.map((second) => second.intended));
  if (isAsked && !isCrossed && generator.dropped > intended * MISSED_SHARE_MAX) {
    problems.push(
      `The load generator left out ${generator.dropped} of ${intended} sign-ins because it had ` +
        `nobody free for them: they came faster than it could begin or end them.`,
    );
  }
  return problems;
}

/** k6 begins one more or one fewer in each scenario than its profile comes to. */
const UNFINISHED_MIN = 4;

/** What was begun and never ended is in no percentile, and was hardly the fastest. */
function unfinishedProblem(run: EngineRun): string[] {
  const intended = intendedOf(run);
  const missing = intended - sum(Object.values(run.results));
  if (missing < UNFINISHED_MIN || missing <= intended * MISSED_SHARE_MAX) return [];
  return [
    `Of ${missing} of ${intended} sign-ins nobody knows how they ended, or whether they began.`,
  ];
}

function droppedRemark({ generator: { dropped } }: EngineRun): string[] {
  if (dropped === 0) return [];
  return [`${dropped} sign-ins were not even begun: with them it would have been no easier.`];
}

/** The percentile needs at least one sample beyond it, a rate one sample at its limit. */
function thinProblem({ metric, expression, samples }: ThresholdOutcome): string[] {
  const { statistic, operator, limit } = parseThreshold(metric, expression);
  const percentile = percentileOf(statistic);
  const beyond = percentile === undefined || percentile >= 100 ? 1 : 1 / (1 - percentile / 100);
  const isShare = statistic === 'rate' && operator.startsWith('<') && limit > 0 && limit < 1;
  const needed = Math.ceil((isShare ? 1 / limit : beyond) - 1e-6);
  if (samples >= needed) return [];
  return [`${metric} ${expression}: ${samples} samples are too few, it takes ${needed}.`];
}

function describeMissed({ metric, expression, observed, samples }: ThresholdOutcome): string {
  if (samples === 0) return `${metric} ${expression}: there was not one sample.`;
  const value = observed === undefined ? 'something else' : Number(observed.toPrecision(4));
  return `${metric} ${expression}: observed ${value}.`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

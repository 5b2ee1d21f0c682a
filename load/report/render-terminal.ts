/**
 * The end of `pta-lab load` in a terminal: verdict first, then numbers, agents, thresholds and what
 * it all rested on. Everything is in the report too; this is what somebody reads who does not open
 * it.
 */
import { styleText } from 'node:util';
import { isDocumented } from '../../protocol/capacity.ts';
import { formatCount, formatLatency, formatRate, formatShare } from '../../runtime/quantities.ts';
import type { AgentLoad, LoadResult, LoadVerdict, RestsOn } from '../load-result.ts';
import { failuresIn } from './failures-in.ts';
import { thresholdWords } from './threshold-words.ts';

export interface TerminalOptions {
  /** Paths of what was written; shown last. */
  files?: readonly string[];
  /** Whose colours are asked for. */
  stream?: NodeJS.WriteStream;
}

const COLOURS = { pass: 'green', fail: 'red', inconclusive: 'yellow' } as const;
const SIGNS: Readonly<Record<LoadVerdict, string>> = { pass: '✓', fail: '✗', inconclusive: '?' };

export function renderLoadTerminal(result: LoadResult, options: TerminalOptions = {}): string {
  const { files = [], stream = process.stdout } = options;
  const paint = (verdict: LoadVerdict, words: string) =>
    styleText(COLOURS[verdict], words, { stream });
  const { verdict, test, reasons, interrupted } = result;
  const facts = [
    ...numberLines(result),
    ...listed('agents', agentLines(result.agents)),
    ...listed('thresholds', thresholdLines(result, paint)),
    ...listed(
      'events',
      result.events.map(({ atMs, text }) => `${secondsOf(atMs)} s: ${text}`),
    ),
    ...listed('rested on', restedLines(result.restsOn)),
    ...listed('files', files),
  ].map(([name, words]) => `  ${name.padEnd(12)}${words}`);
  const head = `${paint(verdict, `${SIGNS[verdict]} ${verdict}`)}  ${test.id}: ${test.question}`;
  const stopped = interrupted ? ['  Stopped before its end: these are the results of a part.'] : [];
  return `\n${[head, ...reasons.map((reason) => `  ${reason}`), ...stopped, '', ...facts].join('\n')}\n`;
}

type Line = readonly [name: string, words: string];

/** The name stands at the first line only. */
function listed(name: string, lines: readonly string[]): Line[] {
  return lines.map((words, at) => [at === 0 ? name : '', words]);
}

function numberLines({ run, restsOn, cloud, agents, knee }: LoadResult): Line[] {
  const { latency, durationMs, generator } = run;
  const { count } = latency;
  const asked = run.seconds.reduce((top, { intended }) => Math.max(top, intended), 0);
  const due = asked > 0 ? asked : restsOn.peak;
  const took = `in ${formatLatency(durationMs)}`;
  const never = generator.dropped;
  return [
    ['sign-ins', `${formatCount(count)} ${took}${due > 0 ? `, up to ${formatRate(due)} due` : ''}`],
    ...busiest(run, agents),
    ...(knee
      ? [['carried', `${formatRate(knee.perSecond)} at most, while more was due`] as const]
      : []),
    ...endLines(run),
    ...(never > 0 ? [['never begun', `${formatCount(never)}: nobody was free`] as const] : []),
    ...(cloud.late > 0
      ? [['too late', `${formatCount(cloud.late)} answers of agents`] as const]
      : []),
    ['latency', latencyWords(run.latency)],
  ];
}

/** A refusal that the test asked for is no failure. */
function endLines(run: LoadResult['run']): Line[] {
  const lost = run.failed;
  const failures = failuresIn(run);
  const isFailure = (result: string) => failures === undefined || result in failures;
  const others = Object.entries(run.results).filter(([result, n]) => result !== '0' && n > 0);
  const words = (asFailed: boolean) =>
    others
      .filter(([result]) => (lost > 0 && isFailure(result)) === asFailed)
      .map(([result, n]) => `${resultWords(result)} ${formatCount(n)}`);
  const share =
    lost === 0 ? 'none' : `${formatCount(lost)}, ${formatShare(lost, run.latency.count)}`;
  const refused = words(false);
  return [
    ['failed', [share, ...words(true)].join(' · ')],
    ...(refused.length === 0 ? [] : [['as asked', refused.join(' · ')] as const]),
  ];
}

/** Figures of what they carried would be of two different sets of agents. */
function agentsChanged(agents: readonly AgentLoad[]): boolean {
  return agents.some((one) => one.cameAtMs !== undefined || one.leftAtMs !== undefined);
}

/** The documented band is one of single agents. */
function busiest({ seconds }: LoadResult['run'], agents: readonly AgentLoad[]): Line[] {
  const most = seconds.reduce((top, { completed }) => Math.max(top, completed), 0);
  if (most === 0) return [];
  const none = agents.length === 0 || agentsChanged(agents);
  const each = `, ${formatRate(most / agents.length)} an agent`;
  return [['busiest', `${formatRate(most)} in one second${none ? '' : each}`]];
}

function resultWords(result: string): string {
  return /^\d+$/.test(result) ? `AADSTS${result}` : result;
}

function latencyWords({
  count,
  p50,
  p90,
  p95,
  p99,
  max,
  atMost,
}: LoadResult['run']['latency']): string {
  if (count === 0) return 'nothing completed';
  const rows = { p50, p90, p95, p99, max };
  const words = Object.entries(rows).map(([name, ms]) => `${name} ${formatLatency(ms)}`);
  return `${words.join('  ')}${atMost ? '  (each at most: parts without histograms)' : ''}`;
}

function secondsOf(atMs: number): number {
  return Math.round(atMs / 1000);
}

const BAR_CELLS = 20;

/** More would scroll the verdict away. */
const AGENTS_MAX = 12;

function agentLines(agents: readonly AgentLoad[]): string[] {
  const most = Math.max(...agents.map(({ share }) => share));
  const width = Math.max(...agents.map(({ name }) => name.length));
  const lines = agents.slice(0, AGENTS_MAX).map(({ name, share, seconds, leftAtMs }) => {
    const bar = '█'.repeat(most === 0 ? 0 : Math.round((share / most) * BAR_CELLS));
    const waiting = Math.max(0, ...seconds.map((second) => second.waiting));
    const left = leftAtMs === undefined ? '' : `, left at ${secondsOf(leftAtMs)} s`;
    const percent = `${(share * 100).toFixed(1)} %`.padStart(7);
    const queue = waiting > 0 ? `up to ${formatCount(waiting)} waiting` : 'nobody waited';
    return `${name.padEnd(width)} ${percent}  ${bar.padEnd(BAR_CELLS)}  ${queue}${left}`;
  });
  const rest = agents.length - lines.length;
  return rest > 0 ? [...lines, `and ${rest} more, in the report`] : lines;
}

function thresholdLines(
  { run }: LoadResult,
  paint: (verdict: LoadVerdict, words: string) => string,
): string[] {
  const width = Math.max(0, ...run.thresholds.map((one) => nameOf(one).length));
  return run.thresholds.map((one) => {
    const verdict = one.met ? 'pass' : one.undecided ? 'inconclusive' : 'fail';
    const sign = paint(verdict, SIGNS[verdict]);
    return `${sign} ${nameOf(one).padEnd(width)}  ${thresholdWords(one)}`;
  });
}

function nameOf({ metric, expression }: { metric: string; expression: string }): string {
  return `${metric} ${expression}`;
}

function restedLines({
  mode,
  engine,
  engineVersion,
  crypto,
  capacity,
  ownCapacity = [],
  skew,
  agents,
  seed,
}: RestsOn): string[] {
  const generator = engine === 'k6' ? `k6 ${engineVersion}` : 'the builtin generator, not k6';
  return [
    `${mode}, ${generator}, ${agentsWords(agents)}, crypto ${crypto}, seed ${seed}${skew > 0 ? `, skew ${skew}` : ''}`,
    speedWords(capacity),
    ...(ownCapacity.length === 0
      ? []
      : [`${ownCapacity.join(', ')}: as fast as the estate file says`]),
    ...(crypto === 'rsa' || crypto === 'unknown'
      ? []
      : [`crypto ${crypto}: says nothing about the speed of real agents`]),
  ];
}

function agentsWords(count: number): string {
  if (count === 0) return 'agents unknown';
  return count === 1 ? '1 agent' : `${count} agents`;
}

function speedWords(capacity: RestsOn['capacity']): string {
  if (capacity === 'unknown') return 'how fast the agents were made to be is not known';
  if (capacity === 'host') return 'agents as fast as this machine';
  const { cores, serviceMs } = capacity;
  const what = isDocumented(capacity) ? 'the documented agent' : 'an agent, chosen for this run';
  return `our model of ${what}: ${cores === 1 ? '1 core' : `${cores} cores`}, ${serviceMs} ms each`;
}

/**
 * The end of `pta-lab rehearse`: one row per scenario, then where the reports are. What a row says
 * is read from the journal alone, so `--json` and the table cannot disagree.
 */
import { styleText } from 'node:util';
import { PHASES, type Phase } from '../lab/timeline.ts';
import type { Verdict } from '../probes/probe.ts';
import { formatDuration } from '../runtime/duration.ts';
import type { Comparison } from '../scenarios/compare/comparison.ts';
import type { Journal } from '../scenarios/journal/journal.ts';
import { renderResult } from '../scenarios/judge/judge.ts';
import { type Ending, EXIT_CODES } from './exit-codes.ts';
import { renderTable } from './table.ts';

export interface Rehearsed {
  journal: Journal;
  ending: Ending;
  wallMs: number;
  files: readonly string[];
  /** With `--compare`. */
  comparison?: Comparison;
  crash?: unknown;
}

/** Whose sign-ins the table shows: those that nothing but the lab can make fail. */
const GROUP = 'right-password';

export function summaryOf({ journal, ending, wallMs, files, comparison }: Rehearsed) {
  return {
    scenario: journal.experiment.id,
    verdict: journal.verdict,
    status: journal.status,
    because: journal.because,
    mode: journal.restedOn.mode,
    seed: journal.restedOn.seed,
    noticedAfterMs: noticedAfterMs(journal) ?? null,
    lostInFlight: journal.lostInFlight,
    results: Object.fromEntries(PHASES.map((phase) => [phase, resultsOf(journal, phase)])),
    ...(comparison && { comparison: pickFinding(comparison) }),
    wallMs,
    exitCode: EXIT_CODES[ending].code,
    files,
  };
}

function pickFinding({ finding, because, seeds }: Comparison) {
  return { finding, because, pairs: seeds.length };
}

export function renderSummary(rehearsed: readonly Rehearsed[]): string {
  // Most rehearsals have either a fault or a change in them.
  const phases = PHASES.filter((phase) =>
    rehearsed.some(({ journal }) => resultsOf(journal, phase).length > 0),
  );
  const head = ['scenario', 'verdict', 'noticed after', ...phases, 'took'];
  const rows = rehearsed.map(({ journal, wallMs }) => [
    journal.experiment.id,
    paint(journal.verdict),
    durationText(noticedAfterMs(journal)),
    ...phases.map((phase) => resultsOf(journal, phase).map(renderResult).join(', ') || '–'),
    `${(wallMs / 1000).toFixed(1)} s`,
  ]);
  const reasons = rehearsed
    .filter(({ journal }) => journal.verdict !== 'pass')
    .map(({ journal }) => `\n${journal.experiment.id}: ${journal.because}\n`);
  const reports = rehearsed.map(({ journal, files }) => [
    journal.experiment.id,
    files.find((file) => file.endsWith('.html')) ?? '',
  ]);
  return [
    `\nWhat people with the right password read, before the fault and in each phase of it:\n\n`,
    renderTable([head.map((cell) => styleText('dim', cell)), ...rows], '  '),
    ...reasons,
    ...rehearsed.flatMap(renderLost),
    `\nReports:\n`,
    renderTable(reports, '  '),
  ].join('');
}

/** What was in flight when an agent went: those people waited for the deadline and read 80002. */
function renderLost({ journal }: Rehearsed): string[] {
  const lost = Object.entries(journal.lostInFlight).map(
    ([agent, count]) => `${count} with ${agent}`,
  );
  if (lost.length === 0) return [];
  return [`\n${journal.experiment.id}: sign-ins lost in flight: ${lost.join(', ')}\n`];
}

/** From the injection to the phase `noticed`, in lab time. */
function noticedAfterMs({ phases }: Journal): number | undefined {
  const at = phases.findIndex(({ phase }) => phase === 'noticed');
  const [injected, noticed] = [phases[at - 1], phases[at]];
  return injected && noticed && noticed.startMs - injected.startMs;
}

function durationText(durationMs: number | undefined): string {
  return durationMs === undefined ? '–' : formatDuration(Math.round(durationMs / 1000) * 1000);
}

function resultsOf({ phases }: Journal, phase: Phase): string[] {
  const summaries = phases.filter((summary) => summary.phase === phase);
  return [...new Set(summaries.flatMap(({ results }) => Object.keys(results[GROUP] ?? {})))];
}

const COLOURS = { pass: 'green', fail: 'red', inconclusive: 'yellow' } as const;

export function paint(verdict: Verdict, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(COLOURS[verdict], verdict, { stream });
}

/**
 * `rehearse --compare baseline` and `--ticket`: what is run and written beside the rehearsal
 * itself, and what the terminal shows of it.
 */
import { styleText } from 'node:util';
import {
  chanceWords,
  FINDING_WORDS,
  measureWords,
  valueWords,
} from '../../console/report/comparison-words.ts';
import { PHASE_NAMES } from '../../console/report/phase-names.ts';
import { renderTicket } from '../../console/ticket.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Comparison, ComparisonRow, Finding } from '../../scenarios/compare/comparison.ts';
import { runComparison } from '../../scenarios/compare/run-comparison.ts';
import type { Journal, RunFacts } from '../../scenarios/journal/journal.ts';
import type { Progress } from '../../scenarios/run/progress.ts';
import type { RunOptions } from '../../scenarios/run/run.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { renderTable } from '../table.ts';
import type { LabKind } from './lab-kind.ts';
import type { Ran } from './rehearsal-lab.ts';

export interface CompareArguments {
  compare?: 'baseline';
  pairs?: number;
  ticket?: boolean;
}

const PAIRS = 20;

/** @throws LabError `USAGE_COMPARE` */
export function checkComparison({ compare, pairs }: CompareArguments, kind: LabKind): void {
  if (compare === undefined) {
    if (pairs === undefined) return;
    throw new LabError('USAGE_COMPARE', '--pairs: expected --compare baseline with it');
  }
  if (kind !== 'virtual') {
    const sentence = '--compare: expected virtual mode, where two runs can begin alike';
    throw new LabError(
      'USAGE_COMPARE',
      `${sentence}; got --${kind === 'live' ? kind : `lab ${kind}`}`,
    );
  }
  if (pairs === undefined || pairs >= 1) return;
  throw new LabError('USAGE_COMPARE', `--pairs: expected 1 or more, got ${pairs}`);
}

/** A run that broke off has nothing to compare. */
export async function compareWithBaseline(
  scenario: Scenario,
  journal: Journal,
  { compare, pairs = PAIRS }: CompareArguments,
  options: RunOptions & { seed: string },
): Promise<Comparison | undefined> {
  if (compare === undefined || journal.status !== 'completed') return undefined;
  const { onProgress = () => {}, ...same } = options;
  const elapsedMs = journal.duration * 1000;
  return await runComparison(scenario, journal, {
    ...{ ...same, pairs },
    onPair(pair) {
      const progress: Progress = {
        ...{ scenario: scenario.id, activity: `comparison: pair ${pair} of ${pairs}` },
        ...{ step: pair, steps: pairs, phase: 'before', elapsedMs },
        signIns: { ended: 0, signedIn: 0 },
      };
      onProgress(progress);
    },
  });
}

/** Files beside those that every rehearsal leaves. */
export function furtherFiles(
  journal: Journal,
  facts: RunFacts,
  { comparison, diagnoses }: { comparison: Comparison | undefined } & Pick<Ran, 'diagnoses'>,
  { ticket }: CompareArguments,
): Record<string, string> {
  const parts = { journal, facts, ...(comparison && { comparison }) };
  return {
    ...(comparison && { 'compare.json': `${JSON.stringify(comparison, null, 2)}\n` }),
    ...(diagnoses && { 'diagnosis.json': `${JSON.stringify(diagnoses, null, 2)}\n` }),
    ...(ticket && { 'ticket.md': renderTicket(parts) }),
  };
}

const COLOURS = {
  different: 'red',
  'no-difference-found': 'green',
  inconclusive: 'yellow',
} as const;

export function renderComparison({ scenario, because, finding, rows }: Comparison): string {
  const head = ['phase', 'measure', 'without', 'with', 'p', 'finding'];
  const shown = rows.filter((row) => row.finding !== 'no-difference-found');
  const same = rows.length - shown.length;
  return [
    `\n${scenario} with and without the change: ${paint(finding)}, ${because}\n\n`,
    ...(shown.length > 0
      ? [renderTable([head.map((cell) => styleText('dim', cell)), ...shown.map(cellsOf)], '  ')]
      : []),
    ...(same > 0 ? [`  and ${same} measures without a difference, in compare.json\n`] : []),
  ].join('');
}

function cellsOf(row: ComparisonRow): string[] {
  return [
    ...[PHASE_NAMES[row.phase], measureWords(row)],
    ...[valueWords(row, row.without), valueWords(row, row.with)],
    ...[chanceWords(row.pAdjusted), paint(row.finding)],
  ];
}

function paint(finding: Finding): string {
  return styleText(COLOURS[finding], FINDING_WORDS[finding], { stream: process.stdout });
}

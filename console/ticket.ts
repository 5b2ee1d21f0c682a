/**
 * `ticket.md`: one page for a change ticket. Go and no-go repeat the verdict of the rehearsal; what
 * users go through on the way is beside it, because a passed rehearsal of an outage is an outage.
 */
import { isExpectedResult } from '../lab/people/expected-result.ts';
import type { Verdict } from '../probes/probe.ts';
import { formatShare } from '../runtime/quantities.ts';
import type { Comparison } from '../scenarios/compare/comparison.ts';
import type { Journal, PhaseSummary, RunFacts, StepRecord } from '../scenarios/journal/journal.ts';
import { describeRow } from './report/comparison-words.ts';
import { formatDuration } from './report/lab-time.ts';
import { PHASE_NAMES } from './report/phase-names.ts';
import {
  type Counts,
  groupWords,
  orderGroups,
  recordedTexts,
  resultLabel,
  resultSentence,
  sortCounts,
  totalOf,
} from './report/results.ts';
import { readCourse } from './ticket/course.ts';
import { joinPhases } from './ticket/join-phases.ts';
import { plain, row } from './ticket/markdown.ts';
import { renderRestsOn } from './ticket/rests-on.ts';

export interface TicketParts {
  journal: Journal;
  facts: RunFacts;
  comparison?: Comparison;
}

const DECISIONS: Readonly<Record<Verdict, string>> = {
  pass: 'GO',
  fail: 'NO-GO',
  inconclusive: 'NOT DECIDED',
};

export function renderTicket({ journal, facts, comparison }: TicketParts): string {
  const { experiment, because } = journal;
  return [
    `# ${decide(journal)}: ${plain(experiment.title)}`,
    '',
    sentence(plain(because)),
    ...renderCaveat(journal),
    '',
    ...section('What was rehearsed', renderRehearsed(journal, facts)),
    ...section('What users would see', renderUsers(journal)),
    ...section('When it would be noticed', renderNoticed(journal)),
    ...section('How to roll back', renderRollback(journal)),
    ...(comparison
      ? section('Against the same time without it', renderComparison(comparison))
      : []),
    ...section('What this rests on', renderRestsOn(journal)),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

/** A method that expects nothing of what it does is no ground for a go, whatever came of it. */
function decide({ verdict, run, steady_states: { during } }: Journal): string {
  const expectsNothing = during === null && run.every(({ evidence }) => evidence === undefined);
  return DECISIONS[verdict === 'pass' && expectsNothing ? 'inconclusive' : verdict];
}

function sentence(words: string): string {
  // The product's name keeps its small letters.
  const first = words.startsWith('pta-lab') ? 'p' : words.slice(0, 1).toUpperCase();
  return `${first}${words.slice(1)}.`.replace(/\.+$/, '.');
}

function section(title: string, lines: readonly string[]): string[] {
  return [`## ${title}`, '', ...lines, ''];
}

/** A share of people who could not sign in is not read out of a verdict. */
function renderCaveat({ verdict, phases, lostInFlight }: Journal): string[] {
  const worst = phases
    .map((phase) => ({ phase, ...failedIn(phase, 'right-password') }))
    .filter(({ failed }) => failed > 0)
    .toSorted((a, b) => b.failed / b.total - a.failed / a.total)[0];
  const lost = Object.values(lostInFlight).reduce((sum, count) => sum + count, 0);
  const inFlight = lost > 0 ? ` Lost in flight: ${lost}.` : '';
  if (worst === undefined) return inFlight === '' ? [] : ['', inFlight.trim()];
  const share = formatShare(worst.failed, worst.total);
  const words = `${share} of sign-ins with the right password failed in phase ${worst.phase.phase}`;
  const only = verdict === 'pass' ? 'Go only if this is acceptable: ' : '';
  return ['', `**${only}${words}.**${inFlight}`];
}

function failedIn({ results }: PhaseSummary, group: string): { failed: number; total: number } {
  const counts = results[group] ?? {};
  const good = Object.entries(counts).filter(([result]) => isExpectedResult(group, result));
  const total = totalOf(counts);
  return { failed: total - good.reduce((sum, [, count]) => sum + count, 0), total };
}

const STEPS_SHOWN = 8;

function renderRehearsed(journal: Journal, facts: RunFacts): string[] {
  const { experiment, estate, restedOn, duration, run } = journal;
  const sites = estate.sites.map(({ name, agents }) => `${name} (${agents.join(', ') || '–'})`);
  const deeds = run
    .filter(({ type, status }) => type === 'action' && status !== 'not-run')
    .map(({ activity }) => plain(activity));
  const more = deeds.length - STEPS_SHOWN;
  return [
    `- Scenario \`${experiment.id}\`, ${formatDuration(duration * 1000)} of lab time`,
    `- Estate ${plain(estate.tenant)}: ${plain(sites.join('; '))}`,
    `- ${restedOn.product}, ${restedOn.mode}, crypto ${restedOn.crypto}, seed ` +
      `\`${restedOn.seed}\`, Node ${facts.host.node}, ${facts.startedAt.slice(0, 16)}Z`,
    `- Done: ${deeds.slice(0, STEPS_SHOWN).join('; ') || 'nothing'}` +
      (more > 0 ? `; and ${more} more` : ''),
  ];
}

function renderUsers(journal: Journal): string[] {
  const { phases } = journal;
  const groups = orderGroups(phases.flatMap(({ results }) => Object.keys(results)));
  if (groups.length === 0) return ['Nobody signed in.'];
  const texts = recordedTexts(journal);
  return [
    row('Phase', 'Lasted', ...groups.map((group) => groupWords(group).label)),
    row('---', '---', ...groups.map(() => '---')),
    ...joinPhases(phases).map(({ phase, times, lastedMs, results }) =>
      row(
        ...[`${PHASE_NAMES[phase]}${times > 1 ? ` ×${times}` : ''}`, formatDuration(lastedMs)],
        ...groups.map((group) => renderCounts(results[group] ?? {})),
      ),
    ),
    '',
    ...symptomsOf(journal).map(
      (result) => `- ${resultLabel(result)}: ${plain(resultSentence(result, texts.get(result)))}`,
    ),
  ];
}

const RESULTS_SHOWN = 4;

function renderCounts(counts: Counts): string {
  const shares = sortCounts(counts)
    .slice(0, RESULTS_SHOWN)
    .map(([result, count]) => `${resultLabel(result)} ${formatShare(count, totalOf(counts))}`);
  return plain(shares.join(', ')) || '–';
}

function symptomsOf({ phases }: Journal): string[] {
  const seen = phases.flatMap(({ results }) => Object.values(results).flatMap(Object.keys));
  return [...new Set(seen)].filter((result) => result !== '0').toSorted();
}

function renderNoticed({ timeline, steady_states: { during } }: Journal): string[] {
  const { disturbed, noticed } = readCourse(timeline);
  if (disturbed === undefined) return ['Nothing was done to the estate.'];
  if (noticed.length === 0) return [`By nobody: nothing failed after ${plain(disturbed)}.`];
  const watched = during === null ? [] : ['probes'];
  const silent = ['users', ...watched, 'event log', 'portal'].filter(
    (by) => !noticed.some((one) => one.by === by),
  );
  return [
    `After \`${disturbed}\`:`,
    ...noticed.map(({ by, afterMs, what }) => `- ${by}: ${sinceWords(afterMs)} (${plain(what)})`),
    ...(silent.length > 0 ? [`- not at all: ${silent.join(', ')}`] : []),
    ...(during === null ? ['- no probe was run meanwhile (`--hypothesis-strategy during`)'] : []),
  ];
}

/** A step with a name says it before what it does. */
const UNDOES = /(^|: )(heal|undo|reset|take) /;
/** What ends by itself says so as its evidence. */
const ENDED = /^(taken back after|on for) /;
/** What a rollback says that had nothing to do. */
const IDLE = 'reset faults (none is on)';

function renderRollback({ run, rollbacks, timeline, steady_states: { after } }: Journal): string[] {
  const { recovery, disturbed } = readCourse(timeline);
  const undone = [...run.filter(isUndoing), ...rollbacks].filter(
    ({ activity, status }) => status !== 'not-run' && activity !== IDLE,
  );
  const failed = rollbacks.filter(({ status }) => status !== 'succeeded');
  const cameBack = after?.steady_state_met;
  const told = cameBack === undefined ? 'was not looked at' : cameBack ? 'came back' : 'did not';
  return [
    ...(undone.length === 0 ? [`- ${nothingUndone(disturbed)}`] : []),
    ...undone
      .slice(0, STEPS_SHOWN)
      .map(({ activity, status }) => `- ${plain(activity)}: ${status}`),
    ...failed.map(({ evidence = '' }) => `- **the rollback failed:** ${plain(evidence)}`),
    ...(recovery && undone.length > 0
      ? [
          `- sign-ins worked again ${sinceWords(recovery.failedUntilMs)}` +
            (recovery.activeAgainMs === undefined
              ? '; the portal had shown nothing'
              : `; the portal showed every agent Active ${sinceWords(recovery.activeAgainMs)}`),
        ]
      : []),
    `- the steady state ${told} in the end`,
  ];
}

function isUndoing({ activity, evidence = '' }: StepRecord): boolean {
  return UNDOES.test(activity) || ENDED.test(evidence);
}

function nothingUndone(disturbed: string | undefined): string {
  if (disturbed === undefined) return 'nothing was changed, and nothing had to be taken back';
  return (
    'nothing was taken back: what was changed stays ' +
    '(`--rollback-strategy always` rehearses the way back)'
  );
}

function sinceWords(ms: number): string {
  return ms === 0 ? 'at once' : `after ${formatDuration(ms)}`;
}

const ROWS_SHOWN = 8;

function renderComparison({ because, rows, samePairsBefore, seeds }: Comparison): string[] {
  const different = rows.filter(({ finding }) => finding === 'different');
  const more = different.length - ROWS_SHOWN;
  return [
    sentence(`${plain(because)}; ${samePairsBefore} of ${seeds.length} pairs began alike`),
    ...different.slice(0, ROWS_SHOWN).map((found) => `- ${plain(describeRow(found))}`),
    ...(more > 0 ? [`- and ${more} more, in compare.json`] : []),
  ];
}

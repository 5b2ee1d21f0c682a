/** Thresholds, agents and events as tables: what the figure shows, for reading and for copying. */
import type { AgentLoad, LoadResult, ThresholdOutcome } from '../../load/load-result.ts';
import { formatCount, formatLatency } from '../../runtime/quantities.ts';
import { formatClock } from '../report/lab-time.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { numberCell, quiet, section, table, tag } from '../report/page-parts.ts';
import { lineDown, rect } from '../report/svg.ts';
import { agentsChanged } from './presence.ts';

export function renderThresholds({ run }: LoadResult): Markup {
  const rows = run.thresholds.map(thresholdRow);
  const heads = ['Threshold', 'Observed', 'Samples', 'Result'];
  return section('thresholds', 'Thresholds', [
    rows.length === 0
      ? html`<p>The test has none: it shows, and judges nothing.</p>`
      : table('thresholds stacking', heads, rows),
  ]);
}

function thresholdRow(outcome: ThresholdOutcome): Markup {
  const { metric, expression, samples } = outcome;
  return html`<tr><td><code>${metric}</code> <b>${expression}</b></td>
${numberCell('Observed', observedWords(outcome))}${numberCell('Samples', formatCount(samples))}
<td>${thresholdTag(outcome)}</td></tr>`;
}

function thresholdTag({ met, samples, undecided }: ThresholdOutcome): Markup {
  if (met) return tag('good', 'met');
  if (undecided) return tag('warning', 'cannot be told');
  return tag('bad', samples === 0 ? 'no samples: fails' : 'not met');
}

function observedWords({ metric, expression, observed, undecided }: ThresholdOutcome): string {
  if (observed === undefined) return '–';
  const isTime = metric.includes('duration') && !expression.startsWith('count');
  const plain = Number.isInteger(observed) ? formatCount(observed) : observed.toPrecision(3);
  return `${undecided ? '≤ ' : ''}${isTime ? formatLatency(observed) : plain}`;
}

export function renderAgents(result: LoadResult): Markup {
  const { agents, restsOn } = result;
  if (agents.length === 0) return NOTHING;
  const chance = chanceOf(result);
  const most = Math.max(...agents.map(({ share }) => share), chance?.to ?? 0);
  const rows = agents.map((agent) => agentRow(agent, most, chance));
  const heads = ['Agent', 'Answered', 'Share', '', 'Most waiting', 'Wait, 95 %', 'CPU'];
  const expected =
    restsOn.skew === 0
      ? 'The cloud picks at random, each connected agent equally often.'
      : `The cloud’s choice was skewed by ${restsOn.skew}: earlier agents get more.`;
  const inside =
    chance === undefined
      ? ''
      : 'Between the two marks lie 99 of 100 shares that such a choice leads to.';
  return section('agents', 'Agents', [
    html`<p class="quiet">${expected} ${inside}</p>
${table('agents stacking', heads, rows)}`,
  ]);
}

interface Chance {
  from: number;
  to: number;
}

/** Of a binomial distribution, both sides. */
const DEVIATIONS_OF_99_PERCENT = 2.576;

/** Only where all agents were there all the time and none was preferred. */
function chanceOf({ agents, restsOn }: LoadResult): Chance | undefined {
  const total = agents.reduce((sum, { validations }) => sum + validations, 0);
  if (agentsChanged(agents) || restsOn.skew !== 0 || total === 0) return undefined;
  const share = 1 / agents.length;
  const around = DEVIATIONS_OF_99_PERCENT * Math.sqrt((share * (1 - share)) / total);
  return { from: Math.max(0, share - around), to: share + around };
}

function agentRow(agent: AgentLoad, most: number, chance: Chance | undefined): Markup {
  const { name, site, validations, share, seconds, waitP95, cpuShare } = agent;
  const waiting = seconds.reduce((top, second) => Math.max(top, second.waiting), 0);
  const cpu = cpuShare === undefined ? '–' : percent(cpuShare, 0);
  return html`<tr><th scope="row">${name} ${quiet(site)}</th>
${numberCell('Answered', formatCount(validations))}${numberCell('Share', percent(share, 1))}
<td class="share">${shareBar(share, most, chance)}</td>
${numberCell('Most waiting', formatCount(waiting))}${numberCell('Wait, 95 %', formatLatency(waitP95))}
${numberCell('CPU', cpu)}</tr>`;
}

const BAR_WIDTH = 200;

function shareBar(share: number, most: number, chance: Chance | undefined): Markup {
  const x = (one: number) => (most === 0 ? 0 : (one / most) * (BAR_WIDTH - 4));
  const marks = chance
    ? [lineDown('mark', x(chance.from), 0, 14), lineDown('mark', x(chance.to), 0, 14)]
    : [];
  return html`<svg class="meter" viewBox="0 0 ${BAR_WIDTH} 14" preserveAspectRatio="xMinYMid" aria-hidden="true">
${rect('answered', { x: 0, y: 2, width: x(share), height: 10 })}${marks}</svg>`;
}

export function percent(share: number, digits: number): string {
  return `${(share * 100).toFixed(digits)}\u202f%`;
}

export function renderEvents({ events }: LoadResult): Markup {
  if (events.length === 0) return NOTHING;
  const rows = events.map(
    ({ atMs, text }) => html`<tr><td class="clock">${formatClock(atMs)}</td><td>${text}</td></tr>`,
  );
  return section('events', 'What happened in mid-run', [table('events', ['Time', 'Event'], rows)]);
}

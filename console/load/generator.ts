/** Whether the generator was the bottleneck: then nothing here says anything about agents. */
import type { LoadResult } from '../../load/load-result.ts';
import { formatCount, formatLatency } from '../../runtime/quantities.ts';
import { formatDuration } from '../report/lab-time.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { numberCell, section, table } from '../report/page-parts.ts';
import { rect } from '../report/svg.ts';
import { percent } from './tables.ts';

const METER_WIDTH = 200;

export function renderGenerator({ run, restsOn }: LoadResult): Markup {
  const { cpuShare, machineCpuShare, cores, dropped, underWayMax, underWayLimit } = run.generator;
  const { behindP99 } = run.generator;
  const meters = [
    ...(cpuShare === undefined ? [] : [meter('Its own CPU, of one core', cpuShare)]),
    ...(machineCpuShare === undefined
      ? []
      : [meter(`All ${cores} cores, everything on them`, machineCpuShare)]),
    row('Most sign-ins under way', `${formatCount(underWayMax)} of ${formatCount(underWayLimit)}`, [
      bar(underWayLimit === 0 ? 0 : underWayMax / underWayLimit),
    ]),
    row('Never begun, because nobody was free', formatCount(dropped), []),
    ...(behindP99 === undefined
      ? []
      : [row('Begun late, 99 % at most by', formatLatency(behindP99), [])]),
  ];
  return section('generator', 'The load generator', [
    html`<p>${engineSentence(restsOn)} Sign-ins were due at fixed times, however long the others took
(an open model). ${LATENCY_FROM[restsOn.engine]}</p>`,
    cpuShare === undefined ? html`<p class="quiet">${UNKNOWN_CPU[restsOn.mode]}</p>` : NOTHING,
    table('generator stacking', ['', '', ''], meters),
  ]);
}

const UNKNOWN_CPU = {
  virtual: 'In virtual time the generator has no speed of its own.',
  live: 'How busy the generators were is not known: whether one was the bottleneck cannot be told.',
} as const;

const LATENCY_FROM = {
  k6: 'k6 counts latency from the call: what it began late or not at all stands below.',
  builtin: 'Latency counts from when a sign-in was due, not from when it was begun.',
} as const;

function engineSentence({ engine, engineVersion }: LoadResult['restsOn']): string {
  if (engine === 'k6')
    return `k6${engineVersion === 'unknown' ? '' : ` ${engineVersion}`} made the load.`;
  return 'The builtin generator made the load, because k6 was not there or not asked for.';
}

function meter(name: string, share: number): Markup {
  return row(name, percent(share, 0), [bar(share)]);
}

function row(name: string, value: string, drawn: readonly Markup[]): Markup {
  return html`<tr><th scope="row">${name}</th><td class="number">${value}</td>
<td class="share">${drawn}</td></tr>`;
}

function bar(share: number): Markup {
  const width = Math.min(1, share) * METER_WIDTH;
  return html`<svg class="meter" viewBox="0 0 ${METER_WIDTH} 14" preserveAspectRatio="xMinYMid" aria-hidden="true">
${rect('track', { x: 0, y: 2, width: METER_WIDTH, height: 10 })}
${rect(share > 0.9 ? 'full' : 'answered', { x: 0, y: 2, width, height: 10 })}</svg>`;
}

export function renderParts({ parts = [] }: LoadResult): Markup {
  if (parts.length === 0) return NOTHING;
  const rows = parts.map(
    ({ name, engine, completed, failed, durationMs, p95, latency }) => html`<tr>
<th scope="row">${name}</th><td>${engine}</td>${numberCell('Sign-ins', formatCount(completed))}
${numberCell('Failed', formatCount(failed))}${numberCell('Lasted', formatDuration(durationMs))}
${numberCell('95 % within', formatLatency(p95))}<td>${latency}</td></tr>`,
  );
  const heads = ['Part', 'Engine', 'Sign-ins', 'Failed', 'Lasted', '95 % within', 'Latencies as'];
  const some = parts.some(({ latency }) => latency === 'percentiles');
  return section('parts', 'Parts of the run', [
    html`<p>Several generators made the load at the same time; their counts are added.
${some ? PERCENTILES_ONLY : 'Their latencies were joined as distributions.'}</p>
${table('parts stacking', heads, rows)}`,
  ]);
}

const PERCENTILES_ONLY =
  'Some brought percentiles only, and percentiles cannot be averaged: those of the whole are at most those of the worst part. What they did over time is not in the figure.';

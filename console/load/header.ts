/** The top of a load report: the verdict, why, and the run in a line of numbers. */
import type { LoadResult } from '../../load/load-result.ts';
import { formatCount, formatLatency, formatRate, formatShare } from '../../runtime/quantities.ts';
import { formatDuration } from '../report/lab-time.ts';
import { type Content, html, type Markup, NOTHING } from '../report/markup.ts';
import { factList } from '../report/page-parts.ts';
import { VERDICT_WORDS, verdictSign } from '../report/verdict.ts';
import { agentsChanged } from './presence.ts';

export function renderLoadHeader(result: LoadResult): Markup {
  const { test, verdict, reasons } = result;
  const [first = '', ...others] = reasons;
  const more = others.map((reason) => html`<p>${reason}</p>`);
  return html`<header>
<p class="kicker">Load on Pass-through Authentication · ${test.id}</p>
<h1>${unbroken(test.question)}</h1>
<div class="verdict ${verdict}">${verdictSign(verdict)}
<div><strong>${VERDICT_WORDS[verdict]}</strong><p>${first}</p>${more}${stopped(result)}</div></div>
${renderFacts(result)}
</header>`;
}

/** Browsers break “sign-in” behind its hyphen. */
function unbroken(words: string): string {
  return words.replaceAll('-', '\u2011');
}

function stopped({ interrupted }: LoadResult): Markup {
  return interrupted
    ? html`<p>Somebody stopped the run before its end: this is a part of it.</p>`
    : NOTHING;
}

/** By the profile, which need not go up to the peak; parts without one know the peak at best. */
function askedWords({ run, restsOn }: LoadResult): string {
  const due = run.seconds.reduce((most, { intended }) => Math.max(most, intended), 0);
  const rate = due > 0 ? due : restsOn.peak;
  return rate > 0 ? formatRate(rate) : '–';
}

function renderFacts(result: LoadResult): Markup {
  const { run, restsOn, cloud, knee } = result;
  const { latency, durationMs, failed } = run;
  const rate = durationMs === 0 ? 0 : latency.count / (durationMs / 1000);
  const time = (ms: number) =>
    latency.count === 0 ? '–' : `${atMost(result)}${formatLatency(ms)}`;
  const facts: [name: string, value: Content][] = [
    ['Sign-ins', formatCount(latency.count)],
    ['Completed', formatRate(rate)],
    ['Busiest second', busiestWords(result)],
    ...(knee ? [['Carried at most', formatRate(knee.perSecond)] satisfies [string, Content]] : []),
    ['Asked for, at most', askedWords(result)],
    ['Failed', failed === 0 ? 'none' : formatShare(failed, latency.count)],
    ['Half within', time(latency.p50)],
    ['95 % within', time(latency.p95)],
    ['99 % within', time(latency.p99)],
    ['Slowest', time(latency.max)],
    ['Answers too late', formatCount(cloud.late)],
    ['Agents', restsOn.agents > 0 ? restsOn.agents : '–'],
    ['Lasted', formatDuration(durationMs)],
    ['Crypto', html`<a href="#rested">${restsOn.crypto}</a>`],
    ['Agents’ speed', html`<a href="#rested">${capacityWord(result)}</a>`],
  ];
  return factList(facts);
}

function atMost({ run }: LoadResult): string {
  return run.latency.atMost ? '≤ ' : '';
}

function capacityWord({ restsOn }: LoadResult): string {
  if (restsOn.capacity === 'unknown') return 'unknown';
  return restsOn.capacity === 'host' ? 'of this machine' : 'modelled';
}

/** The documented band is one of single agents. */
function busiestWords({ run, agents }: LoadResult): string {
  const most = run.seconds.reduce((top, { completed }) => Math.max(top, completed), 0);
  if (most === 0) return '–';
  const each = `, ${formatRate(most / agents.length)} an agent`;
  return `${formatRate(most)}${agents.length === 0 || agentsChanged(agents) ? '' : each}`;
}

/** The top of a report: the verdict, why, and what it rested on. */
import type { Verdict } from '../../probes/probe.ts';
import { formatCount } from '../../runtime/quantities.ts';
import type { Journal, RestedOn } from '../../scenarios/journal/journal.ts';
import { formatDuration } from './lab-time.ts';
import { lostWords } from './lost.ts';
import { type Content, html, type Markup, NOTHING } from './markup.ts';
import { factList, folded, section, table } from './page-parts.ts';

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  inconclusive: 'Inconclusive',
};

/** Tick, cross and question mark, drawn, so that no font can be without them. */
const SIGNS: Readonly<Record<Verdict, Markup>> = {
  pass: html`<path d="M14 25l7 7 14-15"/>`,
  fail: html`<path d="M16 16l16 16M32 16L16 32"/>`,
  inconclusive: html`<path d="M18 19a6 6 0 1 1 8 6c-1.5.6-2 1.5-2 3v1M24 34v.5"/>`,
};

export function verdictSign(verdict: Verdict): Markup {
  return html`<svg class="sign" viewBox="0 0 48 48" aria-hidden="true">
<circle cx="24" cy="24" r="20"/>${SIGNS[verdict]}</svg>`;
}

export function renderHeader(journal: Journal): Markup {
  const { experiment, verdict, because } = journal;
  return html`<header>
<p class="kicker">Rehearsal of Pass-through Authentication · ${experiment.id}</p>
<h1>${experiment.title}</h1>
<p class="lead">${experiment.description}</p>
<div class="verdict ${verdict}">${verdictSign(verdict)}
<div><strong>${VERDICT_WORDS[verdict]}</strong><p>${because}</p>${unfinished(journal)}</div></div>
${renderFacts(journal)}
</header>`;
}

const STATUS_SENTENCES: Readonly<Record<Journal['status'], string>> = {
  completed: '',
  failed: 'The run broke off: a step could not be carried out.',
  aborted: 'The run was given up before its end.',
  interrupted: 'Somebody stopped the run before its end.',
};

function unfinished({ status }: Journal): Markup {
  const sentence = STATUS_SENTENCES[status];
  return sentence === '' ? NOTHING : html`<p>${sentence}</p>`;
}

function renderFacts(journal: Journal): Markup {
  const { estate, timeline, duration, restedOn } = journal;
  const agents = estate.sites.reduce((sum, site) => sum + site.agents.length, 0);
  const controllers = estate.sites.reduce((sum, site) => sum + site.controllers.length, 0);
  const signIns = timeline.reduce((sum, { kind }) => sum + (kind === 'sign-in' ? 1 : 0), 0);
  const facts: [name: string, value: Content][] = [
    ['Lab time', formatDuration(duration * 1000)],
    ['Sign-ins', formatCount(signIns)],
    ['Lost in flight', lostWords(journal)],
    ['Agents', agents],
    ['Domain controllers', controllers],
    ['Mode', restedOn.mode],
    ['Crypto', restedOn.crypto],
    ['Seed', restedOn.seed],
    ['Undocumented numbers', html`<a href="#rested">${restedOn.assumed.length} in use</a>`],
  ];
  if (restedOn.capacity !== undefined) facts.push(['Capacity', restedOn.capacity]);
  return factList(facts);
}

const MODES: Readonly<Record<RestedOn['mode'], string>> = {
  virtual: 'In virtual mode: clock and network were simulated, the protocol code was the real one.',
  live: 'In live mode: real sockets and real TLS on loopback.',
  containers:
    'In containers: each server a host of its own, real packet filters on the way out, Samba as domain ' +
    'controller.',
};

const CRYPTO: Readonly<Record<RestedOn['crypto'], string>> = {
  rsa: 'Passwords were sealed with real RSA-2048.',
  fast: 'Cheap crypto of the same sizes sealed the passwords: no statement about real agents.',
  'stand-in':
    'A stand-in with RSA’s sizes and failures sealed the passwords: no statement about speed.',
};

export function renderRestedOn({ restedOn }: Journal): Markup {
  const { assumed, mode, crypto, seed, product } = restedOn;
  return section('rested', 'What the verdict rests on', [
    html`<p>${MODES[mode]} ${CRYPTO[crypto]} Seed <code>${seed}</code>, made by ${product}.</p>`,
    assumed.length === 0 ? html`<p>Every number in use is documented.</p>` : numbers(assumed),
  ]);
}

function numbers(assumed: RestedOn['assumed']): Markup {
  const rows = assumed.map(
    ({ name, value, basis, note }) => html`<tr><td><code>${name}</code></td>
<td class="number">${formatNumber(name, value)}</td><td>${basis}</td><td>${note}</td></tr>`,
  );
  const summary = `Numbers in use that no document states: ${assumed.length}`;
  const body = table('numbers', ['Number', 'Value', 'Basis', 'Note'], rows);
  return folded(summary, html`<div class="wide-table">${body}</div>`);
}

function formatNumber(name: string, value: number): string {
  return name.endsWith('Ms') ? formatDuration(value) : String(value);
}

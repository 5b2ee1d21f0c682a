/** A sign and a word for each state, so that colour is never all that tells two apart. */
import { html, type Markup } from '../report/markup.ts';
import { STATE_WORDS } from './overall.ts';
import type { ProbeState } from './status-model.ts';

/** Tick, cross, question mark, clock, pause and dots, drawn, so that no font can be without. */
const SHAPES: Readonly<Record<ProbeState, Markup>> = {
  pass: html`<circle cx="24" cy="24" r="20"/><path d="M14 25l7 7 14-15"/>`,
  fail: html`<path d="M15 4h18l11 11v18l-11 11h-18l-11-11v-18z"/><path d="M16 16l16 16M32 16L16 32"/>`,
  inconclusive: html`<path d="M24 3l21 21-21 21-21-21z"/>
<path d="M19 20a5 5 0 1 1 7 5c-1.500.6-2 1.300-2 2.500M24 33v.5"/>`,
  stale: html`<circle cx="24" cy="24" r="20" stroke-dasharray="7 5"/><path d="M24 12v13l8 5"/>`,
  paused: html`<rect x="5" y="5" width="38" height="38" rx="6"/><path d="M18 16v16M30 16v16"/>`,
  waiting: html`<circle cx="24" cy="24" r="20"/><path d="M14 24h.01M24 24h.01M34 24h.01"/>`,
};

export function stateSign(state: ProbeState): Markup {
  return html`<svg class="sign" viewBox="0 0 48 48" aria-hidden="true">${SHAPES[state]}</svg>`;
}

export function stateTag(state: ProbeState): Markup {
  return html`<span class="state ${state}">${stateSign(state)}${STATE_WORDS[state]}</span>`;
}

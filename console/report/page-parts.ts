/** The parts that sections of a report are built from. */
import { type Content, html, type Markup } from './markup.ts';

export function section(id: string, title: string, content: Content): Markup {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>`;
}

/** `body` is rows or `tbody` elements. On a phone a `stacking` table shows its rows as blocks. */
export function table(kind: string, heads: readonly string[], body: Content): Markup {
  const head = heads.map((name) => html`<th>${name}</th>`);
  return html`<table class="${kind}"><thead><tr>${head}</tr></thead>${body}</table>`;
}

/** On a phone the table has no head: each number brings its name. */
export function numberCell(name: string, value: string): Markup {
  return html`<td class="number" data-name="${name}">${value}</td>`;
}

/** A run or a plan in a line of numbers. */
export function factList(facts: readonly (readonly [name: string, value: Content])[]): Markup {
  return html`<dl class="facts">${facts.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

export function folded(summary: string, content: Content): Markup {
  return html`<details><summary>${summary}</summary>${content}</details>`;
}

export function quiet(words: Content): Markup {
  return html`<span class="quiet">${words}</span>`;
}

export function tag(tone: string, words: string): Markup {
  return html`<span class="tag ${tone}">${words}</span>`;
}

export function swatch(shape: Content): Markup {
  return html`<svg class="swatch" viewBox="0 0 14 14" aria-hidden="true">${shape}</svg>`;
}

/** A square in the colour and pattern of a result or a status. */
export function colourSwatch(slot: string): Markup {
  return swatch(html`<rect class="${slot}" width="14" height="14"/>`);
}

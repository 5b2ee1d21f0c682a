/**
 * Markup as a type of its own: whatever a template puts in is escaped unless it is markup already,
 * so that forgetting to escape cannot happen. Values stand in text or in quoted attributes only,
 * never in a script, a style or a bare attribute.
 */
import { escapeMarkup } from '../../runtime/escape-markup.ts';

const MARKUP = Symbol('markup');

export interface Html {
  readonly [MARKUP]: string;
}

/** `false` and `undefined` leave nothing, for `condition && html…`. */
export type HtmlPart = Html | readonly Html[] | string | number | false | undefined;

export function html(texts: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const last = texts.length - 1;
  const pieces = texts.map((text, index) =>
    index === last ? text : `${text}${renderPart(parts[index])}`,
  );
  return { [MARKUP]: pieces.join('') };
}

/** For scripts and styles of this folder, and nothing that came from outside. */
export function trustMarkup(text: string): Html {
  return { [MARKUP]: text };
}

export function markupOf(markup: Html): string {
  return markup[MARKUP];
}

function renderPart(part: HtmlPart): string {
  if (part === false || part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeMarkup(String(part));
  return 'map' in part ? part.map(markupOf).join('') : markupOf(part);
}

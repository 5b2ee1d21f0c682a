/**
 * HTML that escapes by itself: every value put into `html` is text unless it came out of `html`.
 * Journals hold strings that scenarios and real tenants chose, so there is no way around it here.
 */
import { escapeMarkup } from '../../runtime/escape-markup.ts';

export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | readonly Content[];

export const NOTHING = new Markup('');

export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = strings[0] ?? '';
  for (const [at, value] of values.entries()) text += contentText(value) + (strings[at + 1] ?? '');
  return new Markup(text);
}

function contentText(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escapeMarkup(content);
  return content.map(contentText).join('');
}

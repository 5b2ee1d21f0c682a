/**
 * Reads the pages' own HTML for tests: strict where a browser forgives, so that a stray quote or
 * angle bracket in the markup is an error here and not a guess. No general parser.
 */
export interface Element {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  /** Text up to the next tag; of a script, all of it. */
  text: string;
}

const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>/gi;
const ATTRIBUTE = /([a-z-]+)(?:="([^"]*)")?/gi;

export function readDocument(markup: string): readonly Element[] {
  const source = markup.replace('<!DOCTYPE html>\n', '');
  const elements: Element[] = [];
  let end = 0;
  for (const { tag, closing, attributes, index, after } of readTags(source)) {
    addText(elements, source.slice(end, index));
    end = after;
    if (!closing) elements.push({ tag, attributes, text: '' });
  }
  return elements;
}

function addText(elements: readonly Element[], text: string): void {
  const last = elements.at(-1);
  const raw = last?.tag === 'script' || last?.tag === 'style';
  if (!raw && /[<>"]/.test(text)) throw new Error(`unescaped text: ${text}`);
  if (last) last.text += raw ? text : unescapeMarkup(text);
}

function readTags(source: string) {
  const tags = [];
  let raw: string | undefined;
  for (const match of source.matchAll(TAG)) {
    const [whole, slash, tag = '', list = ''] = match;
    const closing = slash === '/';
    if (raw !== undefined && !(closing && tag === raw)) continue;
    raw = !closing && (tag === 'script' || tag === 'style') ? tag : undefined;
    const after = match.index + whole.length;
    tags.push({ tag, closing, attributes: readAttributes(list), index: match.index, after });
  }
  return tags;
}

function readAttributes(list: string): Record<string, string> {
  const pairs = [...list.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [
    name,
    unescapeMarkup(value),
  ]);
  return Object.fromEntries(pairs);
}

/** The text behind escaped markup. */
export function unescapeMarkup(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** `$Config` as scripts cut it out of the page. */
export function readConfig(markup: string): Record<string, unknown> | undefined {
  const [, json] = /\$Config=(.*);\n\/\/\]\]>/.exec(markup) ?? [];
  return json === undefined ? undefined : JSON.parse(json);
}

/**
 * Cuts a `$filter` into tokens. Anything it does not know ends the reading: strangers write these,
 * so nonsense is an expected outcome.
 */

export type Token =
  | { kind: 'word'; text: string }
  | { kind: 'mark'; text: '(' | ')' | ',' | ':' }
  | { kind: 'value'; value: Value };

export type Value =
  | { type: 'text'; value: string }
  | { type: 'number'; value: number }
  | { type: 'flag'; value: boolean }
  /** A moment; `value` is milliseconds since 1970. */
  | { type: 'date'; value: number }
  | { type: 'null'; value: null };

const SPACE = /\s+/y;
const TEXT = /'((?:[^']|'')*)'/y;
const DATE = /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:\d{2}))?/iy;
const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/iy;
const NUMBER = /-?\d{1,15}(?:\.\d{1,15})?/y;
const WORD = /[A-Za-z_$][A-Za-z0-9_$]{0,63}(?:\/[A-Za-z_$][A-Za-z0-9_$]{0,63})*/y;
const MARK = /[(),:]/y;
/** What may stand behind a literal: `1abc` is no number. */
const END = /[\s(),:]|$/y;

const LITERAL_WORDS: Readonly<Record<string, Value>> = {
  true: { type: 'flag', value: true },
  false: { type: 'flag', value: false },
  null: { type: 'null', value: null },
};

/** Undefined if any of it cannot be read. */
export function readTokens(filter: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = skip(SPACE, filter, 0);
  while (at < filter.length) {
    const read = readToken(filter, at);
    if (read === undefined) return undefined;
    tokens.push(read.token);
    at = skip(SPACE, filter, read.end);
  }
  return tokens;
}

function readToken(filter: string, at: number): { token: Token; end: number } | undefined {
  const mark = match(MARK, filter, at);
  if (mark === '(' || mark === ')' || mark === ',' || mark === ':') {
    return { token: { kind: 'mark', text: mark }, end: at + 1 };
  }
  const text = match(TEXT, filter, at);
  if (text !== undefined) {
    const value = text.slice(1, -1).replaceAll("''", "'");
    return literal({ type: 'text', value }, filter, at + text.length);
  }
  // A GUID may begin like a date or a number, so it comes first.
  const guid = match(GUID, filter, at);
  if (guid !== undefined) return literal({ type: 'text', value: guid }, filter, at + guid.length);
  const date = match(DATE, filter, at);
  if (date !== undefined) return readDate(date, filter, at + date.length);
  const number = match(NUMBER, filter, at);
  if (number !== undefined) {
    return literal({ type: 'number', value: Number(number) }, filter, at + number.length);
  }
  const word = match(WORD, filter, at);
  if (word === undefined) return undefined;
  const value = Object.hasOwn(LITERAL_WORDS, word) ? LITERAL_WORDS[word] : undefined;
  const token: Token = value ? { kind: 'value', value } : { kind: 'word', text: word };
  return { token, end: at + word.length };
}

function readDate(date: string, filter: string, end: number) {
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? undefined : literal({ type: 'date', value: ms }, filter, end);
}

function literal(value: Value, filter: string, end: number) {
  if (match(END, filter, end) === undefined) return undefined;
  return { token: { kind: 'value' as const, value }, end };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function skip(pattern: RegExp, text: string, at: number): number {
  return at + (match(pattern, text, at)?.length ?? 0);
}

/**
 * The `$filter` language of OData, as much as the resources here document: comparisons, `in`,
 * `startsWith`, `endsWith`, `any`, `and`, `or`, `not`, parentheses. Which property takes which
 * operator is the resource's business: see `properties.ts`.
 */
import { LIMITS } from '../../protocol/limits.ts';
import { readTokens, type Token, type Value } from './filter-tokens.ts';

const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Comparison = (typeof COMPARISONS)[number];
export type Matching = 'startsWith' | 'endsWith';

export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; inner: Filter }
  | { kind: 'compare'; path: string; operator: Comparison; value: Value }
  | { kind: 'in'; path: string; values: readonly Value[] }
  | { kind: 'match'; path: string; how: Matching; value: string }
  /** Inside, the variable stands for one element of the list at `path`. */
  | { kind: 'any'; path: string; variable: string; inner: Filter };

/** Where the reading stands. Each rule below moves it on, or gives up with `undefined`. */
interface Cursor {
  tokens: readonly Token[];
  at: number;
  depth: number;
}

/** Undefined: not a filter, or one too long or too deep to be looked at. */
export function parseFilter(text: string): Filter | undefined {
  if (text.length > LIMITS.graphFilterCharsMax.value) return undefined;
  const tokens = readTokens(text);
  if (tokens === undefined) return undefined;
  const cursor: Cursor = { tokens, at: 0, depth: 0 };
  const filter = parseOr(cursor);
  return cursor.at === tokens.length ? filter : undefined;
}

function parseOr(cursor: Cursor): Filter | undefined {
  return parseChain(cursor, 'or', (at) => parseChain(at, 'and', parseNot));
}

function parseChain(
  cursor: Cursor,
  kind: 'and' | 'or',
  parse: (cursor: Cursor) => Filter | undefined,
): Filter | undefined {
  let left = parse(cursor);
  while (left !== undefined && takeWord(cursor, kind)) {
    const right = parse(cursor);
    left = right && { kind, left, right };
  }
  return left;
}

function parseNot(cursor: Cursor): Filter | undefined {
  if (!takeWord(cursor, 'not')) return parsePrimary(cursor);
  const inner = deeper(cursor, parseNot);
  return inner && { kind: 'not', inner };
}

function parsePrimary(cursor: Cursor): Filter | undefined {
  if (takeMark(cursor, '(')) {
    const inner = deeper(cursor, parseOr);
    return takeMark(cursor, ')') ? inner : undefined;
  }
  const word = takeAnyWord(cursor);
  if (word === undefined) return undefined;
  const how = MATCHINGS[word.toLowerCase()];
  if (how !== undefined) return parseMatch(cursor, how);
  if (word.toLowerCase().endsWith('/any')) return parseAny(cursor, word.slice(0, -4));
  return parseComparison(cursor, word);
}

const MATCHINGS: Readonly<Record<string, Matching>> = Object.assign(Object.create(null), {
  startswith: 'startsWith',
  endswith: 'endsWith',
});

function parseMatch(cursor: Cursor, how: Matching): Filter | undefined {
  if (!takeMark(cursor, '(')) return undefined;
  const path = takeAnyWord(cursor);
  if (path === undefined || !takeMark(cursor, ',')) return undefined;
  const value = takeValue(cursor);
  if (value?.type !== 'text' || !takeMark(cursor, ')')) return undefined;
  return { kind: 'match', path, how, value: value.value };
}

function parseAny(cursor: Cursor, path: string): Filter | undefined {
  if (!takeMark(cursor, '(')) return undefined;
  const variable = takeAnyWord(cursor);
  if (variable === undefined || !takeMark(cursor, ':')) return undefined;
  const inner = deeper(cursor, parseOr);
  if (inner === undefined || !takeMark(cursor, ')')) return undefined;
  return { kind: 'any', path, variable, inner };
}

function parseComparison(cursor: Cursor, path: string): Filter | undefined {
  if (takeWord(cursor, 'in')) {
    const values = parseValues(cursor);
    return values && { kind: 'in', path, values };
  }
  const operator = COMPARISONS.find((name) => takeWord(cursor, name));
  const value = operator && takeValue(cursor);
  return operator && value && { kind: 'compare', path, operator, value };
}

function parseValues(cursor: Cursor): readonly Value[] | undefined {
  if (!takeMark(cursor, '(')) return undefined;
  const values: Value[] = [];
  do {
    const value = takeValue(cursor);
    if (value === undefined) return undefined;
    values.push(value);
  } while (takeMark(cursor, ','));
  const few = values.length <= LIMITS.graphFilterValuesMax.value;
  return takeMark(cursor, ')') && few ? values : undefined;
}

function deeper(cursor: Cursor, parse: (cursor: Cursor) => Filter | undefined): Filter | undefined {
  if (cursor.depth === LIMITS.graphFilterDepthMax.value) return undefined;
  cursor.depth += 1;
  const inner = parse(cursor);
  cursor.depth -= 1;
  return inner;
}

/** Operators are words, in any case. */
function takeWord(cursor: Cursor, word: string): boolean {
  const token = cursor.tokens[cursor.at];
  const taken = token?.kind === 'word' && token.text.toLowerCase() === word;
  if (taken) cursor.at += 1;
  return taken;
}

function takeAnyWord(cursor: Cursor): string | undefined {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== 'word') return undefined;
  cursor.at += 1;
  return token.text;
}

function takeMark(cursor: Cursor, text: '(' | ')' | ',' | ':'): boolean {
  const token = cursor.tokens[cursor.at];
  const taken = token?.kind === 'mark' && token.text === text;
  if (taken) cursor.at += 1;
  return taken;
}

function takeValue(cursor: Cursor): Value | undefined {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== 'value') return undefined;
  cursor.at += 1;
  return token.value;
}

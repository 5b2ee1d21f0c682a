/** The filter language: what it reads, what it refuses, and that strangers cannot break it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIMITS } from '../../protocol/limits.ts';
import { proves } from '../../test/parity/proves.ts';
import { parseFilter } from './filter.ts';
import { judgeFilter, matches, type Properties } from './properties.ts';

interface Row {
  name: string | null;
  size: number;
  open: boolean;
  at: string;
  kinds: string[];
}

const ALL = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'in', 'startsWith', 'endsWith', 'any'] as const;
const PROPERTIES: Properties<Row> = {
  name: { read: ({ name }) => name, operators: ALL },
  'inner/size': { read: ({ size }) => size, type: 'number', operators: ALL },
  open: { read: ({ open }) => open, type: 'flag', operators: ['eq'] },
  at: { read: ({ at }) => at, type: 'date', operators: ALL },
  kinds: { read: ({ kinds }) => kinds, type: 'texts', operators: ['any'] },
};

const ROW: Row = {
  name: "Ada O'Neil",
  size: 50126,
  open: true,
  at: '2026-01-05T08:00:00Z',
  kinds: ['red', 'blue'],
};

function hits(text: string, row = ROW): boolean | string {
  const filter = parseFilter(text);
  if (filter === undefined) return 'malformed';
  return judgeFilter(filter, PROPERTIES, true) ?? matches(filter, row, PROPERTIES);
}

test.each([
  ["name eq 'ada o''neil'", true],
  ["name ne 'Ada O''Neil'", false],
  ["startsWith(name,'ADA')", true],
  ["startswith(name, 'O')", false],
  ["endsWith(name,'neil')", true],
  ['inner/size eq 50126', true],
  ['inner/size gt 50126', false],
  ['inner/size ge 50126 and inner/size le 50126', true],
  ['inner/size in (0, 50126)', true],
  ['open eq false', false],
  ['at ge 2026-01-05T08:00:00Z', true],
  ['at gt 2026-01-05T08:00:00Z', false],
  ['at gt 2026-01-05', true],
  ['at lt 2026-01-05T08:30:00+01:00', false],
  ["kinds/any(k: k eq 'red')", true],
  ["kinds/any(k: k eq 'green' or k eq 'blue')", true],
  ["kinds/any(k:k eq 'green')", false],
  ['name eq null', false],
  ["not (name eq 'x') and open eq true", true],
  ["name eq 'x' or name eq 'y' or open eq true", true],
  ["name eq 'x' and name eq 'y' or open eq true", true],
  ["open eq true or name eq 'x' and name eq 'y'", true],
])(proves('graph.filter', '%s is %s'), (filter, hit) => {
  expect(hits(filter)).toBe(hit);
});

test('null is what a property without a value equals, and nothing else', () => {
  expect(hits('name eq null', { ...ROW, name: null })).toBe(true);
  expect(hits("name eq 'null'", { ...ROW, name: null })).toBe(false);
  expect(hits("startsWith(name,'n')", { ...ROW, name: null })).toBe(false);
});

test.each([
  ['name eq'],
  ['eq name'],
  ["name = 'x'"],
  ["name eq 'x"],
  ["name eq 'x' and"],
  ["(name eq 'x'"],
  ["name eq 'x')"],
  ['name eq 12abc'],
  ['at gt 2026-13-45'],
  ["contains(name,'x')"],
  ['name in ()'],
  ["name eq 'x' name eq 'y'"],
  ["kinds/all(k: k eq 'red')"],
  ['""'],
  [''],
])('%j is no filter', (filter) => {
  expect(parseFilter(filter)).toBeUndefined();
});

test.each([
  ["constructor eq 'x'", 'unknown'],
  ["__proto__ eq 'x'", 'unknown'],
  ["kinds/any(k: name eq 'x')", 'unknown'],
  ["inner/size eq '50126'", 'unsupported'],
  ["at ge '2026-01-05'", 'unsupported'],
  ['open gt true', 'unsupported'],
  ["kinds eq 'red'", 'unsupported'],
])('%s is read, and %s to the resource', (filter, problem) => {
  expect(hits(filter)).toBe(problem);
});

test('length, depth and lists have an end', () => {
  const chars = LIMITS.graphFilterCharsMax.value;
  const padded = (length: number) => `open eq true${' '.repeat(length - 12)}`;
  expect(parseFilter(padded(chars))).toBeDefined();
  expect(parseFilter(padded(chars + 1))).toBeUndefined();
  const depth = LIMITS.graphFilterDepthMax.value;
  const nested = (levels: number) => `${'('.repeat(levels)}open eq true${')'.repeat(levels)}`;
  expect(parseFilter(nested(depth))).toBeDefined();
  expect(parseFilter(nested(depth + 1))).toBeUndefined();
  const values = LIMITS.graphFilterValuesMax.value;
  const list = (count: number) => `inner/size in (${Array(count).fill('1').join(',')})`;
  expect(parseFilter(list(values))).toBeDefined();
  expect(parseFilter(list(values + 1))).toBeUndefined();
});

test('whatever a stranger writes is a filter or is none, and never throws', () => {
  const word = fc.constantFrom(
    ...['name', 'eq', 'and', 'or', 'not', 'in', 'any', 'kinds/any', 'startsWith', 'null'],
    ...['(', ')', ',', ':', "'", "'x'", '1', '2026-01-05', 'true', '-', '/', '$', 'ä', '\u0000'],
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(word).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(text, (filter) => {
      expect(['boolean', 'string']).toContain(typeof hits(filter));
    }),
    { numRuns: 500 },
  );
});

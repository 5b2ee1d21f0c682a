/**
 * Did a client send what it should have? Pure: an expectation against the entries of the journal.
 * When nothing fits, the nearest misses say what was different about them.
 */
import { HIDDEN, type JournalEntry } from './journal.ts';

export interface Expectation {
  method?: string;
  host?: string;
  /** `*` stands for any number of characters; case does not count, as at the services. */
  path?: string;
  /** `true`: is there, with whatever value. `false`: is not there. */
  parameters?: Readonly<Record<string, string | boolean>>;
  status?: number;
  aadstsCode?: number;
  correlationId?: string;
  /** Default: at least one. */
  count?: { atLeast?: number; atMost?: number };
}

export interface Verification {
  ok: boolean;
  matches: number;
  /** The latest of them, newest last. */
  entries: readonly JournalEntry[];
  /** Given when something is wrong: those that differ least, and in what. */
  nearest: readonly { entry: JournalEntry; differs: readonly string[] }[];
}

const ENTRIES_SHOWN = 10;
const NEAREST_SHOWN = 3;

export function verifyJournal(
  entries: readonly JournalEntry[],
  expectation: Expectation,
): Verification {
  const judged = entries.map((entry) => ({ entry, differs: differences(entry, expectation) }));
  const matching = judged.filter(({ differs }) => differs.length === 0);
  const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = expectation.count ?? { atLeast: 1 };
  const ok = matching.length >= atLeast && matching.length <= atMost;
  const missed = judged.filter(({ differs }) => differs.length > 0);
  return {
    ok,
    matches: matching.length,
    entries: matching.slice(-ENTRIES_SHOWN).map(({ entry }) => entry),
    nearest: ok
      ? []
      : missed.sort((a, b) => a.differs.length - b.differs.length).slice(0, NEAREST_SHOWN),
  };
}

function differences(entry: JournalEntry, expectation: Expectation): string[] {
  const { path, parameters = {} } = expectation;
  const plain = (['method', 'host', 'status', 'aadstsCode', 'correlationId'] as const).flatMap(
    (member) => {
      const expected = expectation[member];
      if (expected === undefined || expected === entry[member]) return [];
      return `${member}: expected ${expected}, got ${entry[member] ?? 'none'}`;
    },
  );
  const wrongPath =
    path !== undefined && !matchesPath(path.toLowerCase(), entry.path.toLowerCase());
  return [
    ...plain,
    ...(wrongPath ? [`path: expected ${path}, got ${entry.path}`] : []),
    ...Object.entries(parameters).flatMap(([name, expected]) =>
      differentParameter(name, expected, entry.parameters[name]),
    ),
  ];
}

function differentParameter(
  name: string,
  expected: string | boolean,
  got: string | undefined,
): string[] {
  const fits = typeof expected === 'boolean' ? expected === (got !== undefined) : expected === got;
  if (fits) return [];
  const wanted = typeof expected === 'boolean' ? (expected ? 'any value' : 'none') : expected;
  const why =
    got === HIDDEN && typeof expected === 'string' ? ' (ask for true: no value kept)' : '';
  return [`${name}: expected ${wanted}, got ${got ?? 'none'}${why}`];
}

function matchesPath(pattern: string, path: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return pattern === path;
  if (!path.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return path.length - last.length >= at && path.endsWith(last);
}

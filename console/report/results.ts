/**
 * Sign-in results in words and colours. Green means "as it should be", which for a wrong password
 * is its refusal; a wrong password that is let in is a symptom like any other.
 */
import { isExpectedResult } from '../../lab/people/expected-result.ts';
import { aadstsRow } from '../../protocol/aadsts.ts';
import type { Journal } from '../../scenarios/journal/journal.ts';

const TOKENS = '0';
const NETWORK = 'network:';
const HARNESS = 'harness:';

/** What stands first in reports; a group nobody thought of comes after these. */
interface GroupWords {
  label: string;
  about: string;
  /** What happens to sign-ins that end as they should. */
  good: string;
}

const GROUPS: ReadonlyMap<string, GroupWords> = new Map([
  [
    'right-password',
    { label: 'Right password', about: 'an agent validates it', good: 'signed in' },
  ],
  ['wrong-password', { label: 'Wrong password', about: 'must be refused', good: 'refused' }],
  ['cloud-only', { label: 'Cloud-only users', about: 'no agent involved', good: 'signed in' }],
]);

export function groupWords(group: string): GroupWords {
  return GROUPS.get(group) ?? { label: group, about: '', good: 'as it should be' };
}

/** Known groups in their order, then the rest by name. */
export function orderGroups(groups: Iterable<string>): string[] {
  const known = [...GROUPS.keys()];
  const rank = (group: string): number => (GROUPS.has(group) ? known.indexOf(group) : known.length);
  return [...new Set(groups)].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

export function resultLabel(result: string): string {
  if (result === TOKENS) return 'Signed in';
  if (result.startsWith(NETWORK)) return `Network: ${result.slice(NETWORK.length)}`;
  if (result.startsWith(HARNESS)) return `This machine: ${result.slice(HARNESS.length)}`;
  return `AADSTS${result}`;
}

/** The sentence the person read: the wording of `protocol/`, else what the journal recorded. */
export function resultSentence(result: string, recorded: string | undefined): string {
  if (result === TOKENS) return 'No message: signed in.';
  if (result.startsWith(NETWORK)) return 'No page at all: the sign-in service was not reached.';
  if (result.startsWith(HARNESS)) return 'Nothing was sent: this machine ran out of something.';
  return aadstsRow(Number(result))?.text ?? recorded ?? 'No sentence is known for this code.';
}

/** Colours with patterns that `figure.css` and `figure-patterns.ts` have for symptoms. */
const SLOTS = ['s1', 's2', 's3', 's4', 's5', 's6'] as const;
const LAST_SLOT = SLOTS.length - 1;

/** The colour class of a result in a group, and what each class stands for. */
export interface Palette {
  slot(group: string, result: string): string;
  legend: readonly { slot: string; label: string }[];
}

/** Each symptom's class: the most frequent have one each; the rest share the last. */
export interface Slots {
  slotOf(result: string): string;
  legend: Palette['legend'];
}

export function assignSlots(counts: ReadonlyMap<string, number>): Slots {
  const symptoms = [...counts]
    .toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([result]) => result);
  const slotAt = (at: number): string => SLOTS[Math.min(at, LAST_SLOT)] ?? '';
  const own = symptoms.slice(0, LAST_SLOT).map((result, at) => ({ slot: slotAt(at), result }));
  const shared = symptoms.slice(LAST_SLOT).map(symptomLabel).join(', ');
  return {
    slotOf: (result) => slotAt(symptoms.indexOf(result)),
    legend: [
      ...own.map(({ slot, result }) => ({ slot, label: symptomLabel(result) })),
      ...(shared === '' ? [] : [{ slot: slotAt(LAST_SLOT), label: shared }]),
    ],
  };
}

export function createPalette(journal: Journal): Palette {
  const counts = new Map<string, number>();
  for (const [group, result, count] of everyResult(journal)) {
    if (!isExpectedResult(group, result)) counts.set(result, (counts.get(result) ?? 0) + count);
  }
  const { slotOf, legend } = assignSlots(counts);
  const slot = (group: string, result: string) =>
    isExpectedResult(group, result) ? 'ok' : slotOf(result);
  return { slot, legend };
}

/** Tokens are a symptom only where the password was wrong. */
export function symptomLabel(result: string): string {
  return result === TOKENS ? 'Let in with a wrong password' : resultLabel(result);
}

type Counted = readonly [group: string, result: string, count: number];

function* everyResult(journal: Journal): Generator<Counted> {
  for (const { results } of journal.phases) {
    for (const [group, counts] of Object.entries(results)) {
      for (const [result, count] of Object.entries(counts)) yield [group, result, count];
    }
  }
  for (const entry of journal.timeline) {
    if (entry.kind === 'sign-in') yield [entry.group, String(entry.result), 1];
  }
}

/** What the journal recorded as the person's text, per result; the first one stands for all. */
export function recordedTexts(journal: Journal): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const entry of journal.timeline) {
    if (entry.kind !== 'sign-in' || entry.text === undefined) continue;
    const result = String(entry.result);
    if (!texts.has(result)) texts.set(result, entry.text);
  }
  return texts;
}

/** Result or event id → how many. */
export type Counts = Readonly<Record<string, number>>;

export function totalOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Most frequent first. */
export function sortCounts(counts: Counts): [name: string, count: number][] {
  return Object.entries(counts).toSorted(
    ([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1),
  );
}

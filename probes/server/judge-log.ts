/**
 * What an event log, the trace and the counters say. Only two ids of the agent's log stand in any
 * document that the lab knows; the others are the lab's own, and an id nobody knows still is an
 * error.
 */
import { COUNTERS, eventRow } from '../../protocol/events.ts';
import { isSystemTrouble, win32Row } from '../../protocol/win32.ts';
import type { LoggedEvent, TracedFailure } from '../probe-ports.ts';

type CounterValues = Readonly<Record<string, number>>;

/** `31034 (…) 3 times, last at …`, the most frequent first. */
export function describeErrors(events: readonly LoggedEvent[]): readonly string[] {
  const byId = new Map<number, LoggedEvent[]>();
  for (const event of events.filter(({ level }) => level === 'error')) {
    byId.set(event.id, [...(byId.get(event.id) ?? []), event]);
  }
  return [...byId.entries()]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([id, list]) => `${id} (${meaningOf(id)}) ${timesOf(list)}`);
}

function meaningOf(id: number): string {
  const row = eventRow(id);
  if (row === undefined) return 'no document names this id';
  const source = row.basis === 'assumed' ? 'the lab’s own id' : row.sources.join(', ');
  return `${row.title}: ${source}`;
}

function timesOf(events: readonly LoggedEvent[]): string {
  const last = Math.max(...events.map(({ atMs }) => atMs));
  const at = utcSecond(last);
  return events.length === 1 ? `at ${at}` : `${events.length} times, last at ${at}`;
}

export function utcSecond(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** Fewer may be a controller that restarts. */
const TROUBLE_MIN = 3;

/**
 * Validations that failed for want of a domain, not for what a person typed: `1311 (…) 4 times`.
 */
export function describeTrouble(failures: readonly TracedFailure[]): readonly string[] {
  const trouble = failures.filter(({ reason }) => isTrouble(reason));
  if (trouble.length < TROUBLE_MIN) return [];
  const reasons = [...new Set(trouble.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const count = trouble.filter((one) => one.reason === reason).length;
    const row = win32Row(Number(reason));
    const times = count === 1 ? 'once' : `${count} times`;
    return `validations failed with ${reason}${row ? ` (${row.name})` : ''} ${times}`;
  });
}

/** A word instead of a code is of an agent that never got as far as asking. */
function isTrouble(reason: string): boolean {
  const code = Number(reason);
  return Number.isNaN(code) || isSystemTrouble(code);
}

/** Since the service started; a controller that was down last week is still in them. */
export function describeCounters(counters: CounterValues | null): string {
  if (counters === null) return 'no counters';
  const [errors = 0, all = 0] = [counters[COUNTERS.errors], counters[COUNTERS.authentications]];
  return `${errors} of ${all} validations since the service started ended in an error`;
}

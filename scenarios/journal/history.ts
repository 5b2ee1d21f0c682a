/**
 * `history.jsonl`: the run as a list of operations, one per line, for history checkers (Jepsen's
 * words). `invoke` begins an operation; `ok` and `fail` end it for certain; `unknown` means that
 * nobody can know what came of it: the agent may have checked the password although the person read
 * a time-out. `info` is what happened by the way.
 */
import type { Operation as Told } from '../../lab/history.ts';
import type { SignInResult, TimelineEntry } from '../../lab/timeline.ts';
import { VALIDATION_FAILURES } from '../../protocol/aadsts.ts';

interface Operation {
  process: string;
  type: 'invoke' | 'ok' | 'fail' | 'unknown' | 'info';
  f: string;
  atMs: number;
  [detail: string]: unknown;
}

/** Results after which the validation itself may still have happened. */
const UNKNOWN_OUTCOME: readonly (number | string)[] = [
  VALIDATION_FAILURES.agentSilent,
  VALIDATION_FAILURES.answerLate,
];

/** What each side told, and beside it what the timeline has of the rest. */
export function renderHistory(
  told: readonly Told[],
  timeline: readonly TimelineEntry[] = [],
): string {
  const operations = [...told.flatMap(toldOperations), ...timeline.flatMap(operationsOf)];
  operations.sort((a, b) => a.atMs - b.atMs);
  return operations.map((operation) => `${JSON.stringify(operation)}\n`).join('');
}

function operationsOf(entry: TimelineEntry): Operation[] {
  const { atMs } = entry;
  switch (entry.kind) {
    case 'sign-in':
      // Told by the people themselves, also of those that never ended.
      return [];
    case 'event':
      return [{ process: entry.agent, type: 'info', f: 'event', atMs, id: entry.id }];
    case 'agent-status':
      return [{ process: entry.agent, type: 'info', f: 'status', atMs, to: entry.to }];
    case 'fault': {
      const f = entry.state === 'on' ? 'inject' : 'heal';
      return [{ process: 'faults', type: 'info', f, atMs, fault: entry.fault, where: entry.where }];
    }
    case 'change': {
      const f = entry.state === 'done' ? 'change' : 'undo';
      const { change, where } = entry;
      return [{ process: 'administrator', type: 'info', f, atMs, change, where }];
    }
    case 'phase':
      return [{ process: 'runner', type: 'info', f: 'phase', atMs, phase: entry.phase }];
    case 'probe': {
      const { probe, verdict } = entry;
      return [{ process: 'runner', type: 'info', f: 'probe', atMs, probe, verdict }];
    }
  }
}

function toldOperations(told: Told): Operation[] {
  const { atMs } = told;
  switch (told.f) {
    case 'sign-in': {
      // One process per sign-in: a person may well try twice at the same time.
      const { correlationId: process, type, f, atMs: _, ...rest } = told;
      const end = type === 'return' ? endOf(told.result) : type;
      return [{ process, type: end, f, atMs, ...rest }];
    }
    case 'verdict': {
      const { f, agentId: process, atMs: _, ...rest } = told;
      return [{ process, type: 'ok', f, atMs, ...rest }];
    }
    case 'log':
    case 'lockout': {
      const { f, atMs: _, ...rest } = told;
      return [{ process: 'cloud', type: 'info', f, atMs, ...rest }];
    }
    default:
      // The timeline has these.
      return [];
  }
}

function endOf(result: SignInResult): Operation['type'] {
  if (result === 0) return 'ok';
  return typeof result === 'string' || UNKNOWN_OUTCOME.includes(result) ? 'unknown' : 'fail';
}

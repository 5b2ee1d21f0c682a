/**
 * `history.jsonl`: the run as a list of operations, one per line, for history checkers (Jepsen's
 * words). `invoke` begins an operation; `ok` and `fail` end it for certain; `info` means that
 * nobody can know what came of it: the agent may have checked the password although the person read
 * a time-out.
 */
import type { TimelineEntry } from '../lab/timeline.ts';
import { VALIDATION_FAILURES } from '../protocol/aadsts.ts';
import type { SignIn } from './judge.ts';

interface Operation {
  process: string;
  type: 'invoke' | 'ok' | 'fail' | 'info';
  f: string;
  atMs: number;
  [detail: string]: unknown;
}

/** Results after which the validation itself may still have happened. */
const UNKNOWN_OUTCOME: readonly (number | string)[] = [
  VALIDATION_FAILURES.agentSilent,
  VALIDATION_FAILURES.answerLate,
];

export function renderHistory(timeline: readonly TimelineEntry[]): string {
  const operations = timeline.flatMap(operationsOf).sort((a, b) => a.atMs - b.atMs);
  return operations.map((operation) => `${JSON.stringify(operation)}\n`).join('');
}

function operationsOf(entry: TimelineEntry): Operation[] {
  const { atMs } = entry;
  switch (entry.kind) {
    case 'sign-in':
      return signInOperations(entry);
    case 'event':
      return [{ process: entry.agent, type: 'info', f: 'event', atMs, id: entry.id }];
    case 'agent-status':
      return [{ process: entry.agent, type: 'info', f: 'status', atMs, to: entry.to }];
    case 'fault': {
      const f = entry.state === 'on' ? 'inject' : 'heal';
      return [{ process: 'faults', type: 'info', f, atMs, fault: entry.fault, where: entry.where }];
    }
    case 'phase':
      return [{ process: 'runner', type: 'info', f: 'phase', atMs, phase: entry.phase }];
    case 'probe': {
      const { probe, verdict } = entry;
      return [{ process: 'runner', type: 'info', f: 'probe', atMs, probe, verdict }];
    }
  }
}

/** One process per sign-in: a person may well try twice at the same time. */
function signInOperations(signIn: SignIn): Operation[] {
  const process = signIn.correlationId;
  const { group, userName, result, agent } = signIn;
  const begin = { process, type: 'invoke', f: 'sign-in', atMs: signIn.startedMs } as const;
  return [
    { ...begin, group, userName },
    {
      ...{ process, type: endOf(signIn), f: 'sign-in', atMs: signIn.atMs },
      ...{ group, userName, result },
      ...(agent !== undefined && { agent }),
    },
  ];
}

function endOf({ result }: SignIn): Operation['type'] {
  if (result === 0) return 'ok';
  return typeof result === 'string' || UNKNOWN_OUTCOME.includes(result) ? 'info' : 'fail';
}

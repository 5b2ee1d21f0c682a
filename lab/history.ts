/**
 * What happened, told by those to whom it happened: the people, each agent, the cloud's log, its
 * lockout counters. Unlike the timeline nothing here was joined by anybody, so a checker can find
 * two of them in disagreement. In the order in which it was told; no password, token or key.
 */
import type { SignInRow } from '../mock-entra/sign-in/sign-in-log.ts';
import type { StateSink } from '../mock-entra/state/collection.ts';
import type { User } from '../mock-entra/tenant/tenant.ts';
import type { AgentStatus } from '../protocol/timings.ts';
import type { Clock } from '../runtime/ports.ts';
import type { SignInResult, UserGroup } from './timeline.ts';

export type Operation = { atMs: number } /** A person begins to sign in. */ & (
  | { f: 'sign-in'; type: 'invoke'; correlationId: string; userName: string; group: UserGroup }
  /** What the person read in the end. */
  | { f: 'sign-in'; type: 'return'; correlationId: string; result: SignInResult }
  /** An agent's own word: what it answered to a request, and until when its certificate held. */
  | {
      f: 'verdict';
      agentId: string;
      requestId: string;
      answer: { win32: number } | { reason: string };
      certificateEndsMs: number;
    }
  /** A row of the cloud's sign-in log. */
  | {
      f: 'log';
      correlationId: string;
      code: number;
      startedMs: number;
      /** To whom the request went, where it went to an agent. */
      requestId?: string;
      agentId?: string;
      /** When the answer came that decided the sign-in. */
      answeredMs?: number;
    }
  /** A counter of smart lockout: absent failures mean that it was taken away. */
  | { f: 'lockout'; key: string; userName: string; failures?: number; locks?: number }
  | { f: 'status'; agentId: string; to: AgentStatus }
  /** Somebody injects, heals, changes or undoes; `touches`: what right and wrong may now mean. */
  | { f: 'inject' | 'heal' | 'change' | 'undo'; what: string; touches: Touched }
);

/**
 * `accounts`: a right password may rightly be refused. `cloud`: the cloud's own answers are bent.
 */
export type Touched = readonly ('accounts' | 'cloud' | 'answers')[];

export interface History {
  readonly operations: readonly Operation[];
  add(operation: Operation): void;
}

export function createHistory(): History {
  const operations: Operation[] = [];
  return { operations, add: (operation) => void operations.push(operation) };
}

export function rowOperation({ endedMs, startedMs, correlationId, ...row }: SignInRow): Operation {
  const { handOff, errorCode: code } = row;
  return {
    ...{ f: 'log', atMs: endedMs, startedMs, correlationId, code },
    ...(handOff && { requestId: handOff.requestId, agentId: handOff.agentId }),
    ...(handOff?.answeredMs !== undefined && { answeredMs: handOff.answeredMs }),
  };
}

/** Hears of every change of a counter of smart lockout, whoever makes it. */
export function followLockouts(
  history: History,
  clock: Pick<Clock, 'nowMs'>,
  people: readonly User[],
): StateSink {
  const names = new Map(people.map(({ id, userPrincipalName }) => [id, userPrincipalName]));
  return (collection, key, record) => {
    if (collection !== 'lockouts') return;
    const userName = names.get(key.split('/')[0] ?? '') ?? key;
    const counted = record as { failures: number; locks: number } | undefined;
    const { failures, locks } = counted ?? {};
    const counters = counted && { failures, locks };
    history.add({ f: 'lockout', atMs: clock.nowMs(), key, userName, ...counters } as Operation);
  };
}

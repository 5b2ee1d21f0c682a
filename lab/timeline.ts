/**
 * What happened in the lab, in lab time: the one list that journals, reports and claims about
 * symptoms are read from. Entries are only ever appended. No entry holds a password, a token or a
 * key.
 */
import type { Verdict } from '../probes/probe.ts';
import type { AgentStatus } from '../protocol/timings.ts';

export type UserGroup = 'right-password' | 'wrong-password' | 'cloud-only';

/**
 * How one sign-in ended for the person who tried: 0 for tokens, an AADSTS number, or a network
 * failure between the person and the cloud (which is never a PTA symptom).
 */
export type SignInResult = number | `network:${string}`;

export type TimelineEntry = { atMs: number } & (
  | {
      kind: 'sign-in';
      group: UserGroup;
      userName: string;
      /** `atMs` is when it ended. */
      startedMs: number;
      result: SignInResult;
      correlationId: string;
      /** The agent that answered, by name, where one did. */
      agent?: string;
      /** The agent that took the request and never answered: it was lost in flight. */
      handedTo?: string;
      /** What the person read. */
      text?: string;
    }
  | {
      kind: 'event';
      agent: string;
      id: number;
      level: 'information' | 'warning' | 'error';
      message: string;
    }
  | {
      kind: 'agent-status';
      /** The machine's name, which several entries of the list can share. */
      agent: string;
      /** Id of the entry in the agents list. */
      entry?: string;
      from: AgentStatus | 'none';
      to: AgentStatus;
    }
  | { kind: 'fault'; fault: string; state: 'on' | 'off'; where: string }
  | { kind: 'change'; change: string; state: 'done' | 'undone'; where: string }
  | { kind: 'phase'; phase: Phase }
  | { kind: 'probe'; probe: string; verdict: Verdict; summary: string }
);

/**
 * The phases of a fault, as rehearsals and the catalogue test speak of them; `changed` begins where
 * an administrator does something on purpose.
 */
export const PHASES = ['before', 'changed', 'unnoticed', 'noticed', 'healed'] as const;
export type Phase = (typeof PHASES)[number];

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  add(entry: TimelineEntry): void;
  /** Called for each new entry; dispose to stop. */
  subscribe(listener: (entry: TimelineEntry) => void): Disposable;
}

export function createTimeline(): Timeline {
  const entries: TimelineEntry[] = [];
  const listeners = new Set<(entry: TimelineEntry) => void>();
  return {
    entries,
    add(entry) {
      entries.push(entry);
      for (const listener of listeners) listener(entry);
    },
    subscribe(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}

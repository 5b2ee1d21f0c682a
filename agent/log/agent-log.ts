/**
 * What an agent's server remembers of its agent: the entries of the event log and the trace lines,
 * the latest of each. It belongs to the server, so it goes on over restarts of the service. No
 * password, token or key ever gets here: whoever writes has none at hand.
 */
import { EVENTS, type EventLevel, type EventName } from '../../protocol/events.ts';

export interface AgentLogEntry {
  atMs: number;
  id: number;
  level: EventLevel;
  message: string;
}

export interface WindowsEvent extends AgentLogEntry {
  /** As queries name it, see `CHANNELS`. */
  channel: string;
  provider: string;
  computer: string;
  /** Counted in its channel. */
  recordId: number;
}

/** One failed request in the trace file; shape documented (ED-TS), the time zone is the lab's. */
export interface TraceLine {
  atMs: number;
  requestId: string;
  /** A Win32 code, or the word of an agent that never got that far. */
  reason: string;
  threadId: number;
}

export interface AgentLog {
  readonly machineName: string;
  readonly events: readonly WindowsEvent[];
  readonly trace: readonly TraceLine[];
  write(event: EventName, message: string, atMs: number): void;
  traceFailure(requestId: string, reason: string, atMs: number): void;
}

export interface AgentLogOptions {
  machineName: string;
  onEvent(entry: AgentLogEntry): void;
}

/** As much as a channel of one megabyte and a trace file hold, roughly; the oldest go first. */
const KEPT_MAX = 1_000;

/** The agent's thread pool; the number only has to look like one. */
const THREADS = 16;

export function createAgentLog({ machineName, onEvent }: AgentLogOptions): AgentLog {
  const events: WindowsEvent[] = [];
  const trace: TraceLine[] = [];
  const records = new Map<string, number>();
  let thread = 0;
  return {
    ...{ machineName, events, trace },
    write(name, message, atMs) {
      const { id, level, channel, provider } = EVENTS[name];
      const entry = { atMs, id, level, message };
      const recordId = (records.get(channel) ?? 0) + 1;
      records.set(channel, recordId);
      keep(events, { ...entry, channel, provider, computer: machineName, recordId });
      onEvent(entry);
    },
    traceFailure(requestId, reason, atMs) {
      thread = (thread % THREADS) + 1;
      keep(trace, { atMs, requestId, reason, threadId: thread });
    },
  };
}

function keep<T>(list: T[], entry: T): void {
  list.push(entry);
  if (list.length > KEPT_MAX) list.shift();
}

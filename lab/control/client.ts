/** Talks to the control API of a running lab; the other end is `server.ts`. */
import type { Counters } from '../../agent/state.ts';
import type { WorkLoad } from '../../agent/work-load.ts';
import type { Sighting } from '../../probes/diagnosis/diagnosis.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { ChangeControl } from '../changes/change.ts';
import type { LookOptions } from '../diagnosis/look-around.ts';
import type { FaultControl } from '../lab.ts';
import type { TimelineEntry } from '../timeline.ts';

export interface ControlClient {
  agents(): Promise<readonly AgentView[]>;
  faults: FromAfar<FaultControl>;
  changes: FromAfar<ChangeControl>;
  nowMs(): Promise<number>;
  advance(durationMs: number): Promise<number>;
  /** What people would see who run the probes there. Default: on the servers only. */
  look(options?: LookOptions & { outside?: boolean }): Promise<readonly Sighting[]>;
  /** Any endpoint of docs/control.md; `T` is the caller's word for what comes. */
  call<T>(method: string, path: string, body?: unknown, stop?: AbortSignal): Promise<T>;
  /** Entries from position `from` on. */
  timeline(from?: number): Promise<readonly TimelineEntry[]>;
}

/** The same, over the wire: what was there at once is waited for. */
type FromAfar<T extends { list(): unknown }> = Omit<T, 'list'> & {
  list(): Promise<ReturnType<T['list']>>;
};

/** Times are lab time; what an agent that never registered lacks is absent. */
export interface AgentView {
  name: string;
  agentId?: string;
  counters: Counters;
  load: WorkLoad;
  certificateEndsMs?: number;
}

/** Whoever cannot say the time within that hangs; looks and changes may take minutes. */
const CLOCK_LIMIT_MS = 10_000;
const clockLimit = () => AbortSignal.timeout(CLOCK_LIMIT_MS);

/**
 * `token`: where the lab was started with one.
 *
 * @throws LabError `LAB_UNREACHABLE` when nobody answers, or with the code the lab gave.
 */
export function createControlClient(url: string, token?: string): ControlClient {
  const call = createCall(url, token);
  return {
    call,
    agents: () => call('GET', '/agents'),
    faults: {
      list: () => call('GET', '/faults'),
      on: (id, where, parameters, limits) =>
        call('POST', '/faults', { id, where, parameters, ...limits }),
      off: (key) => call('DELETE', `/faults/${encodeURIComponent(key)}`),
      reset: () => call('DELETE', '/faults'),
    },
    changes: {
      list: () => call('GET', '/changes'),
      apply: (id, where, parameters) => call('POST', '/changes', { id, where, parameters }),
      undo: (key) => call('DELETE', `/changes/${encodeURIComponent(key)}`),
      undoAll: () => call('DELETE', '/changes'),
    },
    nowMs: async () =>
      (await call<{ nowMs: number }>('GET', '/clock', undefined, clockLimit())).nowMs,
    advance: async (durationMs) =>
      (await call<{ nowMs: number }>('POST', '/clock', { advanceMs: durationMs })).nowMs,
    look: (options = {}) => call('POST', '/look', options),
    timeline: (from = 0) => call('GET', `/timeline?from=${from}`),
  };
}

function createCall(url: string, token: string | undefined) {
  return async <T>(
    method: string,
    path: string,
    body?: unknown,
    stop?: AbortSignal,
  ): Promise<T> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(stop && { signal: stop }),
    }).catch((cause: unknown) => {
      throw new LabError('LAB_UNREACHABLE', whyUnreachable(url, cause), { cause });
    });
    const answer: unknown = await response.json().catch((cause: unknown) => {
      const sentence = `Expected the control API of a lab at ${url}, got something that is not JSON.`;
      throw new LabError('LAB_UNREACHABLE', sentence, { cause });
    });
    if (response.ok) return answer as T;
    if (response.status === NO_TOKEN) throw new LabError('CONTROL_TOKEN', whyNoToken(url, token));
    const refusal = answer as { code?: string; error: string };
    throw new LabError(refusal.code ?? 'LAB_REFUSED', refusal.error);
  };
}

const NO_TOKEN = 401;

function whyNoToken(url: string, token: string | undefined): string {
  const got = token === undefined ? 'none was given' : 'it has another one than it was given';
  return (
    `The lab at ${url} wants its control token, and ${got}: name it by --control-token, ` +
    'PTA_LAB_CONTROL_TOKEN, or PTA_LAB_CONTROL_TOKEN_FILE.'
  );
}

/** Some ports (10080, 6000, …) no browser asks, and no `fetch`: whether a lab is there or not. */
function whyUnreachable(url: string, cause: unknown): string {
  if (cause instanceof Error && isBadPort(cause.cause)) {
    return `Expected a control URL on a port that browsers ask, got ${url}: publish it on another one.`;
  }
  return `No lab answers at ${url}: start one with "pta-lab up" and give its control URL.`;
}

function isBadPort(cause: unknown): boolean {
  return cause instanceof Error && cause.message === 'bad port';
}

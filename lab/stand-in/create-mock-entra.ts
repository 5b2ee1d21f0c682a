/**
 * The library: an Entra with agents and a directory inside the caller's own process, `fetch` style.
 * It answers at once; a sign-in that comes before the agents have connected waits for them.
 */

import type { Journal, JournalEntry } from '../../mock-entra/journal.ts';
import {
  type Expectation,
  type Verification,
  verifyJournal,
} from '../../mock-entra/journal-verify.ts';
import type { Injection } from '../../mock-entra/sign-in/injections.ts';
import type { SignInRow } from '../../mock-entra/sign-in/sign-in-log.ts';
import { answerWeb } from '../../mock-entra/web.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { resetLab } from '../control/state.ts';
import type { LabOptions } from '../estate.ts';
import type { ParameterValues, Where } from '../faults/fault.ts';
import type { Lab } from '../lab.ts';
// `startLab` loads it on demand; here it is always needed.
import '../worlds/in-process-world.ts';
import { startLab } from '../start-lab.ts';

export interface MockEntraOptions
  extends Pick<
    LabOptions,
    'seed' | 'tenant' | 'tenantFile' | 'sites' | 'agents' | 'directory' | 'timings'
  > {
  /** Users of each kind beside the named accounts. Default 0. */
  users?: number;
}

export interface MockEntra extends AsyncDisposable {
  /** `https://login.microsoftonline.com.lab.localhost/{tenantId}` */
  readonly authority: string;
  /** `https://graph.microsoft.com.lab.localhost` */
  readonly graph: string;
  readonly tenantId: string;
  /** A public client that may use the password grant. */
  readonly clientId: string;
  /** By kind, with passwords: `healthy`, `disabled`, `passwordExpired`, `cloudOnly`, … */
  readonly accounts: Lab['accounts'];
  readonly applications: Lab['applications'];
  /** @throws LabError `ENTRA_DISPOSED` once it is taken down, to who waits as well. */
  handle(request: Request, from?: { address?: string }): Promise<Response>;
  /** The same on TLS, on a port of 127.0.0.1; closed with the rest at the latest. */
  listen(options?: { port?: number }): Promise<Listening>;
  /** @throws LabError `FAULT_…` on an unknown id, place, parameter or value. */
  fault(id: string, where?: Where, parameters?: Partial<ParameterValues>): Promise<FaultHandle>;
  /** Back to the seed: faults, users, lockouts, sessions and the log; waits for the agents. */
  reset(): Promise<void>;
  /** Newest first. */
  signIns(): readonly SignInRow[];
  /**
   * What clients asked and how it ended; values that may be secret are not kept. The administrator
   * who registers the agents at the start is one of them.
   */
  readonly journal: RequestJournal;
  /** The next sign-ins that fit end with this AADSTS code, whether it has a cause here or not. */
  inject(injection: Injection): Promise<void>;
}

export interface RequestJournal {
  /** Oldest first. */
  entries(): readonly JournalEntry[];
  /** Was it sent, and if not, what came nearest? */
  verify(expectation: Expectation): Verification;
  clear(): void;
}

export interface Listening extends AsyncDisposable {
  /** `https://localhost:{port}`; Graph answers under it too. */
  url: string;
  authority: string;
  /** PEM of the CA that the client has to trust; made for this listener, its key kept nowhere. */
  ca: string;
  close(): Promise<void>;
}

export interface FaultHandle extends AsyncDisposable {
  /** Takes it back and waits for the agents; nothing happens if that was done already. */
  off(): Promise<void>;
}

/** @throws LabError `ESTATE_INVALID` */
export function createMockEntra(options: MockEntraOptions = {}): Promise<MockEntra> {
  return startInProcess(options, false);
}

/**
 * Tests do not wait for agents: after a fault they are back within a second instead of a minute.
 * Whoever rehearses outages takes `startLab`, where time can be moved.
 */
const EAGER_AGENTS = {
  signallingOpenTimeoutMs: 500,
  signallingRetryFirstMs: 50,
  signallingRetryFactor: 1,
  signallingRetryPauseMs: 200,
};

/** `realNames`: for who answers inside this process only, such as MSW. */
export async function startInProcess(
  { users = 0, timings, ...options }: MockEntraOptions,
  realNames: boolean,
): Promise<MockEntra> {
  const lab = await startLab({
    ...{ ...options, users, realNames, timings: { ...EAGER_AGENTS, ...timings } },
    ...{ mode: 'in-process', traffic: false },
  });
  const listening = new Set<Listening>();
  const end = createEnd();
  const { tenantId, clientId, accounts, applications, endpoints } = lab;
  return {
    ...{ tenantId, clientId, accounts, applications },
    ...{ authority: endpoints.authority, graph: endpoints.graph },
    handle: (request, { address = '127.0.0.1' } = {}) =>
      end.unless(() =>
        whileHeld(lab, request, () => answerWeb(lab.entra.handle, request, { address })),
      ),
    async listen({ port = 0 } = {}) {
      // Loaded on demand: whoever only calls `handle` needs no TLS.
      const { listenOnTls } = await import('./listen-on-tls.ts');
      const server = await listenOnTls(lab, port);
      listening.add(server);
      return server;
    },
    fault: (...injected) => injectFault(lab, ...injected),
    async reset() {
      await lab.connected;
      await resetLab(lab);
      await untilHealed(lab);
    },
    signIns: () => lab.entra.signIns(),
    journal: openJournal(lab.entra.cloud.journal),
    async inject(injection) {
      // Not before: registering the agents takes a sign-in too.
      await lab.connected;
      lab.entra.cloud.injections.inject(injection);
    },
    async [Symbol.asyncDispose]() {
      end.reach();
      for (const server of listening) await server.close();
      await lab[Symbol.asyncDispose]();
    },
  };
}

/** Nothing passes time any more then: who still waits would wait for ever. */
function createEnd() {
  const waiting = new Set<(error: LabError) => void>();
  let reached = false;
  return {
    unless<T>(work: () => Promise<T>): Promise<T> {
      if (reached) return Promise.reject(takenDown());
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      waiting.add(reject);
      work()
        .then(resolve, reject)
        .finally(() => waiting.delete(reject));
      return promise;
    },
    reach() {
      reached = true;
      for (const reject of waiting) reject(takenDown());
    },
  };
}

function takenDown(): LabError {
  return new LabError('ENTRA_DISPOSED', 'expected a mock Entra that is up, but it was taken down');
}

function openJournal({ entries, clear }: Journal): RequestJournal {
  return { entries, clear, verify: (expectation) => verifyJournal(entries(), expectation) };
}

async function injectFault(
  lab: Lab,
  ...[id, where, parameters]: Parameters<MockEntra['fault']>
): Promise<FaultHandle> {
  await lab.connected;
  const { key } = await lab.faults.on(id, where, parameters);
  const off = async () => {
    if (!lab.faults.list().some((fault) => fault.key === key)) return;
    await lab.faults.off(key);
    await untilHealed(lab);
  };
  return { off, [Symbol.asyncDispose]: off };
}

const LOOK_EVERY_MS = 20;
const HEALED_MS_MAX = 5_000;

/**
 * Until every agent holds a connection again, so that the next sign-in is not the old fault's.
 * Where another fault keeps one away, that is what the next sign-in is to show.
 */
async function untilHealed(lab: Lab): Promise<void> {
  const held = lab.hold?.();
  const dueMs = lab.clock.nowMs() + HEALED_MS_MAX;
  const isHealed = () => lab.entra.connectedAgents().length >= lab.agents.size;
  while (!isHealed() && lab.faults.list().length === 0 && lab.clock.nowMs() < dueMs) {
    await lab.clock.sleep(LOOK_EVERY_MS);
  }
  held?.[Symbol.dispose]();
}

/**
 * While somebody waits for an answer the process lives on, though the clock alone would let it end.
 * Sign-ins are POST; all else can be answered before the agents are there.
 */
async function whileHeld<T>(lab: Lab, { method }: Request, work: () => Promise<T>): Promise<T> {
  const held = lab.hold?.();
  try {
    if (method === 'POST') await lab.connected;
    return await work();
  } finally {
    held?.[Symbol.dispose]();
  }
}

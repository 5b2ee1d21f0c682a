/**
 * An agent in a process of its own, as the lab sees it: the same `Agent` as one inside. What it
 * shows is what it was last told, a quarter of a second old at most; what is applied or asked takes
 * a message there and one back.
 */
import type { Installation } from '../../agent/installation.ts';
import type { AgentLog } from '../../agent/log/agent-log.ts';
import type { Agent, AgentOptions } from '../../agent/start-agent.ts';
import type { WorkLoad } from '../../agent/work-load.ts';
import type { AgentServerEffect } from '../../protocol/effects.ts';
import type { LiveCrypto } from '../../runtime/crypto/rsa.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type {
  AgentStateNow,
  FromAgent,
  Question,
  Start,
  ToAgent,
  UpdaterStatus,
} from './messages.ts';
import { packInstallation, unpackInstallation } from './pack-installation.ts';
import type { AgentChild, SpawnOptions } from './spawn-agent.ts';

type Ask = Question<ToAgent>;

export interface ProcessParts {
  crypto: LiveCrypto;
  start: Start;
  /** Agents that share the machine's cores. */
  processes: number;
  spawn(options: SpawnOptions): AgentChild;
}

export class ProcessAgent implements Agent {
  readonly log: AgentLog;
  /** Its clock, ahead of our own counter of real time, at its start. */
  readonly aheadMs: number;
  readonly #options: AgentOptions;
  readonly #crypto: LiveCrypto;
  readonly #child: AgentChild;
  readonly #started = Promise.withResolvers<void>();
  /** By number: who waits for what was asked. Without an answer, lab time is not known. */
  readonly #asked = new Map<number, (atMs: number | undefined) => void>();
  #installation: Installation;
  #updaterStatus: UpdaterStatus;
  #nextId = 0;
  #isOver = false;
  #state: AgentStateNow = {
    running: false,
    counters: { authentications: 0, successful: 0, failed: 0, errors: 0 },
    load: { validations: 0, busy: 0, waiting: 0 },
    usedTimings: [],
  };

  constructor(options: AgentOptions, { crypto, start, processes, spawn }: ProcessParts) {
    this.log = options.log;
    this.aheadMs = start.labMs - performance.now();
    this.#options = options;
    this.#crypto = crypto;
    this.#installation = options.installation;
    this.#updaterStatus = start.updaterStatus;
    const { component: name, site } = options.vantage;
    this.#child = spawn({
      ...{ name, site, processes },
      heard: (message) => this.#hear(message),
    });
    void this.#child.gone.then((trouble) => this.#leave(trouble));
    // Whoever starts it waits for it; nobody else has to.
    this.#started.promise.catch(() => {});
    this.#child.post({ type: 'start', start });
  }

  get agentId(): string {
    return this.#installation.agentId;
  }

  get installation(): Installation {
    return this.#installation;
  }

  get running(): boolean {
    return !this.#isOver && this.#state.running;
  }

  get counters(): Agent['counters'] {
    return this.#state.counters;
  }

  get certificateEndsMs(): number {
    return this.#installation.held[0].certificate.notAfterMs;
  }

  get pid(): number {
    return this.#child.pid;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** @throws LabError if it cannot be started. */
  get started(): Promise<void> {
    return this.#started.promise;
  }

  get gone(): Promise<unknown> {
    return this.#child.gone;
  }

  load(): WorkLoad {
    return this.#state.load;
  }

  async apply(effects: readonly AgentServerEffect[]): Promise<void> {
    this.#tellUpdater();
    await this.#ask({ type: 'apply', effects });
  }

  stop(): void {
    this.#end('end');
  }

  kill(): void {
    this.#end('kill');
  }

  post(message: ToAgent): void {
    this.#child.post(message);
  }

  /** Moves its clock; gives back where that stands then. */
  catchUp(untilMs: number): Promise<number | undefined> {
    this.#tellUpdater();
    return this.#ask({ type: 'catch-up', untilMs });
  }

  #end(how: 'end' | 'kill'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#child[how]();
  }

  #ask(message: Ask): Promise<number | undefined> {
    if (this.#isOver) return Promise.resolve(undefined);
    this.#nextId += 1;
    const id = this.#nextId;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#child.post({ ...message, id });
    });
  }

  #hear(message: FromAgent): void {
    const { log, onVerdict, onTrouble } = this.#options;
    switch (message.type) {
      case 'started':
        this.#started.resolve();
        break;
      case 'done':
        this.#asked.get(message.id)?.(message.atMs);
        this.#asked.delete(message.id);
        break;
      case 'state':
        this.#see(message.state);
        break;
      case 'event':
        log.write(message.event, message.message, message.atMs);
        break;
      case 'trace':
        log.traceFailure(message.requestId, message.reason, message.atMs);
        break;
      case 'verdict':
        onVerdict?.(message.verdict);
        break;
      case 'renewed':
        this.#installation = unpackInstallation(this.#crypto, message.installation);
        break;
      case 'reinstall':
        this.#reinstall().catch(onTrouble);
        break;
      case 'trouble':
        this.#fail(new LabError(message.code, message.message));
        break;
      default:
        message satisfies never;
    }
  }

  #see(state: AgentStateNow): void {
    this.#state = state;
    const { timings } = this.#options;
    // Reading them here is how the lab comes to know that they were read there.
    for (const name of state.usedTimings) void timings[name];
    this.#tellUpdater();
  }

  #tellUpdater(): void {
    const status = this.#options.updaterStatus?.() ?? 'Stopped';
    if (status === this.#updaterStatus) return;
    this.#updaterStatus = status;
    this.#child.post({ type: 'updater', status });
  }

  async #reinstall(): Promise<void> {
    const found = (await this.#options.reinstall?.()) ?? { refused: 'nobody registers it again' };
    const isRefused = 'refused' in found;
    if (!isRefused) this.#installation = found;
    const result = isRefused ? found : packInstallation(this.#crypto, found);
    this.#child.post({ type: 'reinstalled', result });
  }

  #leave(trouble: LabError | undefined): void {
    for (const tell of this.#asked.values()) tell(undefined);
    this.#asked.clear();
    if (trouble) this.#fail(trouble);
    // Ended on purpose, or with its host: that it never ran is its server's state, not trouble.
    this.#started.resolve();
    this.#isOver = true;
  }

  /** Who starts it hears of it; later it is the whole lab's trouble. */
  #fail(error: LabError): void {
    if (this.#isOver) return;
    this.#started.promise.then(
      () => this.#options.onTrouble(error),
      () => {},
    );
    this.#started.reject(error);
    this.#end('end');
  }
}

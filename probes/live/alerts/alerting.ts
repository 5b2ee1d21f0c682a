/**
 * Weighs every run and tells whoever the configuration names. The state is kept in the history
 * after each step that changed it, with what still has to be sent: a restart neither tells twice
 * nor forgets.
 */

import { LabError } from '../../../runtime/lab-error.ts';
import type { AlertState, Notice } from '../../alerts/alert-state.ts';
import { parseAlertState } from '../../alerts/alert-state.ts';
import { considerAnswers } from '../../alerts/consider-agents.ts';
import { considerRun } from '../../alerts/consider-run.ts';
import type { Settled } from '../../alerts/settle.ts';
import { observationOf } from '../../observation-of.ts';
import type { ProbeRun, RunListener } from '../../probe-run.ts';
import { listOf, parseJsonObject } from '../../wire/json.ts';
import type { History } from '../history/history.ts';
import type { AlertSettings } from './alert-settings.ts';
import { Outbox, type Waiting } from './outbox.ts';
import { type ReadSecret, sendNotice } from './send-notice.ts';

export interface AlertingOptions {
  nowMs?(): number;
  /** One line for the operator; no secret is in it. */
  tell?(line: string): void;
}

/** What alerting wants of a history. */
export type AlertHistory = Pick<History, 'note' | 'keepNote' | 'agents' | 'incidents'>;

export interface Alerting extends RunListener, AsyncDisposable {
  /** After a reload: other rules and channels, the same memory. */
  configure(settings: AlertSettings): void;
  /** What goes on now. */
  open(): AlertState['open'];
}

/** Without a history it remembers as long as the process lives. */
export function createAlerting(
  settings: AlertSettings,
  history: AlertHistory | undefined,
  readSecret: ReadSecret,
  options: AlertingOptions = {},
): Alerting {
  return new RunningAlerting(settings, history, readSecret, options);
}

const NOTE = 'alerts';

class RunningAlerting implements Alerting {
  readonly #history: AlertHistory | undefined;
  readonly #tell: (line: string) => void;
  readonly #nowMs: () => number;
  readonly #outbox: Outbox;
  #settings: AlertSettings;
  #state: AlertState;
  #kept = '';
  #keepProblem = '';

  constructor(
    settings: AlertSettings,
    history: AlertHistory | undefined,
    readSecret: ReadSecret,
    { nowMs = Date.now, tell = () => {} }: AlertingOptions,
  ) {
    this.#settings = settings;
    this.#history = history;
    this.#nowMs = nowMs;
    this.#tell = tell;
    const text = history?.note(NOTE);
    this.#state = parseAlertState(text);
    const send = async (name: string, notice: Notice) => {
      const channel = this.#settings.channels[name];
      if (channel === undefined) return { ok: false, why: 'it is no longer there', again: false };
      try {
        return await sendNotice(name, channel, notice, this.#settings.rules.repeatMs, readSecret);
      } catch (error) {
        // A secret that is missing now may be there after the next reload.
        if (error instanceof LabError) return { ok: false, why: error.message, again: true };
        // Nobody awaits this: a defect here must not end the watch.
        return { ok: false, why: 'a defect of pta-lab', again: false };
      }
    };
    const changed = () => this.#keep();
    this.#outbox = new Outbox({ send, changed, tell, nowMs }, waitingOf(text));
  }

  ran(run: ProbeRun): void {
    const nowMs = this.#nowMs();
    const { rules } = this.#settings;
    this.#take(considerRun(this.#state, run, rules, nowMs));
    if (this.#history !== undefined && namesAgents(run)) {
      const fromMs = nowMs - rules.agents.windowMs;
      const answers = this.#history.agents({ fromMs, toMs: nowMs + 1 });
      this.#take(considerAnswers(this.#state, answers, rules, nowMs));
    }
    this.#keep();
  }

  configure(settings: AlertSettings): void {
    this.#settings = settings;
  }

  open(): AlertState['open'] {
    return this.#state.open;
  }

  #take({ state, notices }: Settled): void {
    this.#state = state;
    for (const plain of notices) {
      const notice = this.#withDiagnosis(plain);
      for (const [name, { only }] of Object.entries(this.#settings.channels)) {
        if (only === undefined || only === notice.severity) this.#outbox.add(name, notice);
      }
    }
  }

  #withDiagnosis(notice: Notice): Notice {
    const { kind, target, subject, state, atMs } = notice;
    if (kind !== 'failing' || state === 'resolved') return notice;
    const diagnosis = this.#history
      ?.incidents(atMs, atMs + 1)
      .findLast((incident) => incident.target === target && incident.module === subject)?.diagnosis;
    return diagnosis ? { ...notice, text: `${notice.text} — ${diagnosis}` } : notice;
  }

  /** A disk that is full keeps nobody from being told. */
  #keep(): void {
    const text = JSON.stringify({ ...this.#state, waiting: this.#outbox.waiting });
    if (text === this.#kept) return;
    try {
      this.#history?.keepNote(NOTE, text);
      this.#kept = text;
      this.#keepProblem = '';
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      // Each run tries again: the same trouble is told once.
      if (error.message !== this.#keepProblem) this.#tell(`alerts: ${error.message}`);
      this.#keepProblem = error.message;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#outbox[Symbol.asyncDispose]();
    this.#keep();
  }
}

/** As `parseAlertState`: what cannot be read is forgotten. */
function waitingOf(text = ''): readonly Waiting[] {
  return listOf(parseJsonObject(text) ?? {}, 'waiting') as readonly Waiting[];
}

/** Only then can the shares have changed. */
function namesAgents(run: ProbeRun): boolean {
  return run.agentId !== null || Array.isArray(observationOf(run, 'sign-in-log')?.rows);
}

/**
 * What still has to be told, channel by channel and in order. It never holds up a probe: sending
 * goes on beside it, one notice at a time per channel, and what fails is tried again later, so many
 * times and no longer. What waits is kept with the state of alerts, so that a kill loses nothing.
 */
import { MINUTE_MS } from '../../../protocol/time-units.ts';
import type { Notice } from '../../alerts/alert-state.ts';
import type { Sent } from './send-notice.ts';

export interface Waiting {
  channel: string;
  notice: Notice;
  tries: number;
  dueMs: number;
}

export interface OutboxOptions {
  send(channel: string, notice: Notice): Promise<Sent>;
  /** Something was sent, or given up. */
  changed(): void;
  /** One line for the operator. */
  tell(line: string): void;
  nowMs(): number;
}

const TRIES_MAX = 8;
const WAITING_MAX = 200;
const FIRST_PAUSE_MS = 10_000;
const PAUSE_MAX_MS = 10 * MINUTE_MS;

export class Outbox implements AsyncDisposable {
  readonly #options: OutboxOptions;
  readonly #sending = new Map<string, Promise<void>>();
  #waiting: Waiting[];
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: OutboxOptions, waiting: readonly Waiting[]) {
    this.#options = options;
    this.#waiting = [...waiting];
    this.#look();
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting;
  }

  add(channel: string, notice: Notice): void {
    this.#waiting.push({ channel, notice, tries: 0, dueMs: this.#options.nowMs() });
    if (this.#waiting.length > WAITING_MAX) {
      const dropped = this.#waiting.shift();
      this.#options.tell(`alerts: too many wait; one for ${dropped?.channel} was dropped`);
    }
    this.#look();
  }

  /** Whatever is due, the oldest of each channel; the rest by a timer. */
  #look(): void {
    if (this.#isClosed) return;
    const nowMs = this.#options.nowMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const channel of new Set(this.#waiting.map((item) => item.channel))) {
      if (this.#sending.has(channel)) continue;
      const first = this.#waiting.find((item) => item.channel === channel);
      if (first === undefined) continue;
      if (first.dueMs <= nowMs) this.#sending.set(channel, this.#send(first));
      else nextMs = Math.min(nextMs, first.dueMs - nowMs);
    }
    clearTimeout(this.#timer);
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.#look(), nextMs);
    this.#timer.unref();
  }

  async #send(item: Waiting): Promise<void> {
    const { channel, notice } = item;
    const sent = await this.#options.send(channel, notice);
    item.tries += 1;
    const isDone = sent.ok || !sent.again || item.tries >= TRIES_MAX;
    if (isDone) this.#waiting = this.#waiting.filter((other) => other !== item);
    else item.dueMs = this.#options.nowMs() + pauseAfter(item.tries);
    if (!sent.ok) this.#options.tell(`alerts: ${channel}: ${sent.why}${isDone ? GIVEN_UP : ''}`);
    this.#sending.delete(channel);
    this.#options.changed();
    this.#look();
  }

  /** Waits for what is on its way; the rest stays kept. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await Promise.all(this.#sending.values());
  }
}

const GIVEN_UP = '; given up, check the channel in the configuration';

function pauseAfter(tries: number): number {
  return Math.min(PAUSE_MAX_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
}

/**
 * Open connections and who may use them: one question at a time each, kept for the next question of
 * the same caller to the same place, closed after a while of lab time without use. HTTP and LDAP
 * share it. A question that runs out of time takes its connection with it, so that the next one
 * dials anew.
 */
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import type { Call, Outcome, Peer } from '../ports.ts';
import type { Activity } from './activity.ts';
import type { LiveClock } from './clock.ts';
import { createLanes } from './lanes.ts';

export interface Connection<Question, Answer> {
  readonly peer: Peer;
  /** False as soon as either side has closed it. */
  readonly usable: boolean;
  /** Settles when the connection is destroyed, too. */
  ask(question: Question): Promise<Asked<Answer>>;
  destroy(): void;
}

export type Asked<Answer> = { ok: true; value: Answer } | { ok: false; failure: NetworkFailure };

export interface Pool<Question, Answer> extends Disposable {
  exchange(
    key: string,
    question: Question,
    call: Call,
    open: (call: Call) => Promise<Outcome<Connection<Question, Answer>>>,
  ): Promise<Outcome<Answer>>;
}

export interface PoolOptions {
  clock: LiveClock;
  activity: Activity;
  /** Lab time without use after which a connection is closed. */
  idleMs: number;
  /** Connections per key; further questions wait for one. */
  limit: number;
}

export function createPool<Question, Answer>(options: PoolOptions): Pool<Question, Answer> {
  const { clock, activity } = options;
  type Member = Connection<Question, Answer>;
  const lanes = createLanes<Member>(options);
  const open = new Set<Member>();

  return {
    async exchange(place, question, call, dialNew) {
      // Who wants a connection of its own never waits for those of others.
      const key = call.fresh ? `${place} fresh` : place;
      activity.touch();
      const deadlineMs = clock.nowMs() + call.timeoutMs;
      if (!(await lanes.enter(key, deadlineMs))) return waitedTooLong(call);
      let kept: Member | undefined;
      try {
        const found = call.fresh ? undefined : lanes.takeIdle(key);
        const leftMs = deadlineMs - clock.nowMs();
        const opened = found ? reused(found) : await dialNew({ ...call, timeoutMs: leftMs });
        if (!opened.ok) return opened;
        const connection = opened.value;
        open.add(connection);
        const startMs = clock.preciseMs();
        const asked = await askBefore(clock, deadlineMs, connection, question);
        activity.touch();
        const exchange = clock.preciseMs() - startMs;
        if (asked.ok && connection.usable && !call.fresh) kept = connection;
        else connection.destroy();
        if (!connection.usable) open.delete(connection);
        return outcomeOf(asked, { ...opened.phaseMs, exchange }, connection.peer);
      } finally {
        lanes.leave(key, kept, (idle) => open.delete(idle));
      }
    },
    [Symbol.dispose]() {
      for (const connection of open) connection.destroy();
    },
  };
}

function reused<C extends { peer: Peer }>(connection: C) {
  return { ok: true, value: connection, phaseMs: {}, peer: connection.peer } as const;
}

function waitedTooLong({ timeoutMs }: Call): Outcome<never> {
  return { ok: false, failure: 'timed-out', at: 'connect', phaseMs: { connect: timeoutMs } };
}

function outcomeOf<Answer>(
  asked: Asked<Answer>,
  phaseMs: Outcome<Answer>['phaseMs'],
  peer: Peer,
): Outcome<Answer> {
  const seen = { phaseMs, peer };
  return asked.ok
    ? { ok: true, value: asked.value, ...seen }
    : { ok: false, failure: asked.failure, at: 'exchange', ...seen };
}

function askBefore<Question, Answer>(
  clock: LiveClock,
  deadlineMs: number,
  connection: Connection<Question, Answer>,
  question: Question,
): Promise<Asked<Answer>> {
  return new Promise((resolve, reject) => {
    const patience = clock.at(deadlineMs, () => {
      resolve({ ok: false, failure: 'timed-out' });
      connection.destroy();
    });
    connection.ask(question).then(
      (asked) => {
        patience[Symbol.dispose]();
        resolve(asked);
      },
      (cause) => {
        patience[Symbol.dispose]();
        reject(cause);
      },
    );
  });
}

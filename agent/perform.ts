/**
 * Performs what the state machine wants done and feeds what comes back as events. A decrypted
 * password passes through here on its way to the directory and is kept nowhere.
 */
import { createAnswering } from './answering.ts';
import { askDirectory, bootstrap, renew } from './calls.ts';
import type { Conditions } from './conditions.ts';
import type { Link } from './link.ts';
import { createListeners } from './listeners.ts';
import { createRevocation } from './revocation.ts';
import type { Say } from './say.ts';
import type { AgentEffect, AgentEvent } from './state.ts';
import { reportStatus } from './status-report.ts';
import { createTimers } from './timers.ts';

export interface Performer {
  perform(effect: AgentEffect): void;
  /** How fast this server is from now on. */
  adapt(conditions: Conditions): void;
  /** Nothing that was begun is finished: timers, work that waits, sockets. */
  drop(): void;
}

type EffectOf<T extends AgentEffect['type']> = Extract<AgentEffect, { type: T }>;
type Performers = { [T in AgentEffect['type']]: (effect: EffectOf<T>) => void };

export function createPerformer(
  link: Link,
  dispatch: (event: AgentEvent, atMs?: number) => void,
): Performer {
  const { clock, log, onTrouble } = link.options;
  let dropped = false;
  const say: Say = (event, message) => {
    if (!dropped && !link.conditions.hung) log.write(event, message, clock.nowMs());
  };
  /** What the machine ran out of is for the lab to report; it must never look like a symptom. */
  const follow = (work: Promise<AgentEvent>) => {
    work.then((event) => dispatch(event)).catch(onTrouble);
  };
  const parts: Parts = {
    ...{ link, dispatch, follow, say },
    timers: createTimers(clock, (name) => dispatch({ type: 'timer', name })),
    listeners: createListeners(link, dispatch),
    answering: createAnswering(link, follow),
    revocation: createRevocation(link, say),
  };
  const performers = listPerformers(parts);
  return {
    perform: <T extends AgentEffect['type']>(effect: EffectOf<T>) =>
      performers[effect.type as T](effect),
    adapt(conditions) {
      parts.listeners.wake();
      parts.answering.adapt(conditions);
    },
    drop() {
      dropped = true;
      parts.timers.cancelAll();
      parts.answering.drop();
      parts.listeners.dropAll();
    },
  };
}

interface Parts {
  link: Link;
  dispatch(event: AgentEvent): void;
  follow(work: Promise<AgentEvent>): void;
  say: Say;
  timers: ReturnType<typeof createTimers>;
  listeners: ReturnType<typeof createListeners>;
  answering: ReturnType<typeof createAnswering>;
  revocation: ReturnType<typeof createRevocation>;
}

function listPerformers(parts: Parts): Performers {
  const { link, dispatch, follow, say, timers, listeners, answering, revocation } = parts;
  const { clock, log, onTrouble } = link.options;
  return {
    timer: ({ name, dueMs }) => timers.set(name, dueMs),
    log: ({ event, message }) => say(event, message),
    'trace-failure': ({ requestId, reason }) => log.traceFailure(requestId, reason, clock.nowMs()),
    bootstrap: (effect) => follow(bootstrap(link, revocation, effect)),
    'report-status': () => void reportStatus(link, say).catch(onTrouble),
    'open-listener': (effect) => follow(listeners.open(effect)),
    'close-listener': ({ index }) => listeners.close(index),
    send({ index, frame }) {
      // The keep-alive timer that comes with it is not set either.
      if (frame.type === 'keepalive' && listeners.rest(index)) timers.skip(`keepalive:${index}`);
      else listeners.send(index, frame);
    },
    'open-password': (effect) => answering.openPassword(effect),
    'ask-directory': (effect) => follow(askDirectory(link, effect)),
    post: (effect) => answering.post(effect),
    'post-later'(effect) {
      clock.at(effect.dueMs, () => dispatch({ ...effect, type: 'post-again' }));
    },
    'give-up': (effect) => answering.giveUp(effect),
    renew: (effect) => follow(renew(link, effect)),
  };
}

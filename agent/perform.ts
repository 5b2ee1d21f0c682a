/**
 * Performs what the state machine wants done and feeds what comes back as events. A decrypted
 * password passes through here on its way to the directory and is kept nowhere.
 */
import { EVENTS } from '../protocol/events.ts';
import { askDirectory, bootstrap, openPassword, postAnswer, renew } from './calls.ts';
import type { Link } from './link.ts';
import { createListeners } from './listeners.ts';
import type { AgentEffect, AgentEvent } from './state.ts';

export interface Performer {
  perform(effect: AgentEffect): void;
  cancelTimers(): void;
}

export function createPerformer(link: Link, dispatch: (event: AgentEvent) => void): Performer {
  const { clock, onEvent, onTrouble } = link.options;
  const timers = new Map<string, Disposable>();
  const listeners = createListeners(link, dispatch);

  /** What the machine ran out of is for the lab to report; it must never look like a symptom. */
  const follow = (work: Promise<AgentEvent>) => {
    work.then(dispatch).catch(onTrouble);
  };
  const performers: { [T in AgentEffect['type']]: (effect: EffectOf<T>) => void } = {
    timer({ name, dueMs }) {
      timers.get(name)?.[Symbol.dispose]();
      timers.set(
        name,
        clock.at(dueMs, () => dispatch({ type: 'timer', name })),
      );
    },
    log({ event, message }) {
      const { id, level } = EVENTS[event];
      onEvent({ atMs: clock.nowMs(), id, level, message });
    },
    bootstrap: (effect) => follow(bootstrap(link, effect)),
    'open-listener': (effect) => follow(listeners.open(effect)),
    'close-listener': ({ index }) => listeners.close(index),
    send: ({ index, frame }) => listeners.send(index, frame),
    'open-password': (effect) => follow(openPassword(link, effect)),
    'ask-directory': (effect) => follow(askDirectory(link, effect)),
    post: (effect) => follow(postAnswer(link, effect)),
    'post-later'(effect) {
      clock.at(effect.dueMs, () => dispatch({ ...effect, type: 'post-again' }));
    },
    renew: (effect) => follow(renew(link, effect)),
  };
  return {
    perform: <T extends AgentEffect['type']>(effect: EffectOf<T>) =>
      performers[effect.type as T](effect),
    cancelTimers() {
      for (const timer of timers.values()) timer[Symbol.dispose]();
      timers.clear();
    },
  };
}

type EffectOf<T extends AgentEffect['type']> = Extract<AgentEffect, { type: T }>;

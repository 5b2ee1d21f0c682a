/**
 * One run of the agent's service: an event comes in, the state moves on, effects go out. It ends in
 * good order or all of a sudden, and never comes back: the service is started again as a new one.
 */
import type { Conditions } from './conditions.ts';
import { identityOf } from './installation.ts';
import type { Link } from './link.ts';
import { createPerformer } from './perform.ts';
import { type AgentEvent, type AgentState, firstState } from './state.ts';
import { step } from './step.ts';

export interface AgentProcess {
  readonly state: AgentState;
  adapt(conditions: Conditions): void;
  /** As the service control does it: it says so in its log, and closes what is open. */
  stop(): void;
  /** The process is gone: nothing is said, what was in flight is lost, and its sockets go. */
  kill(): void;
}

export function startProcess(link: Link, crashed: () => void): AgentProcess {
  const { clock, timings, controllers } = link.options;
  let state = firstState(timings, controllers, link.conditions);
  let gone = false;
  const performer = createPerformer(link, arrive);

  function dispatch(event: AgentEvent, atMs = clock.nowMs()): void {
    const [next, effects] = step(state, event, atMs);
    state = next;
    for (const effect of effects) performer.perform(effect);
  }

  /** What comes from outside; a process that hangs takes no notice of it. */
  function arrive(event: AgentEvent, atMs?: number): void {
    if (gone || state.conditions.hung) return;
    if (state.conditions.crashesOnRequest && isRequest(event)) {
      kill();
      crashed();
    } else dispatch(event, atMs);
  }

  function kill(): void {
    gone = true;
    performer.drop();
  }

  performer.adapt(link.conditions);
  dispatch({ type: 'started', identity: identityOf(link.installation) });
  return {
    get state() {
      return state;
    },
    adapt(conditions) {
      performer.adapt(conditions);
      dispatch({ type: 'conditions', conditions });
    },
    stop() {
      if (gone) return;
      dispatch({ type: 'stopped' });
      kill();
    },
    kill,
  };
}

function isRequest(event: AgentEvent): boolean {
  return event.type === 'frame' && event.frame.type === 'notify';
}

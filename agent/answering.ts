/**
 * The calls of one validation that take as long as the server lets them: work that queues before it
 * begins, takes its time, and answers that leave late. Where the server has no limits and nothing
 * is wrong with it, nothing waits here.
 */
import { createBacklog } from './backlog.ts';
import { openPassword, postAnswer } from './calls.ts';
import type { Conditions } from './conditions.ts';
import type { Link } from './link.ts';
import { createServerCores, type ServerCores } from './server-cores.ts';
import type { AgentEffect, AgentEvent } from './state.ts';

type Effect<T extends AgentEffect['type']> = Extract<AgentEffect, { type: T }>;

export interface Answering {
  openPassword(effect: Effect<'open-password'>): void;
  post(effect: Effect<'post'>): void;
  giveUp(effect: Effect<'give-up'>): void;
  adapt(conditions: Conditions): void;
  /** What waits is never done. */
  drop(): void;
}

export function createAnswering(
  link: Link,
  follow: (work: Promise<AgentEvent>) => void,
): Answering {
  const { clock, dice, capacity } = link.options;
  const { work } = link;
  const backlog = createBacklog(clock);
  const cores = capacity && createServerCores(clock, capacity, dice);
  let dropped = false;
  const post = (effect: Effect<'post'>) => {
    if (effect.attempt === 1 && effect.validation.begun) {
      work.answered();
      cores?.free();
    }
    follow(postAnswer(link, effect));
  };
  return {
    openPassword(effect) {
      const arrivedMs = clock.nowMs();
      work.arrived();
      const begun = () => work.begun(clock.nowMs() - arrivedMs);
      backlog.add(() => follow(workOn(link, cores, effect, begun)));
    },
    post(effect) {
      if (effect.attempt === 1) tellVerdict(link, effect);
      const delayMs = delayOf(link.conditions, dice);
      if (delayMs === 0) return post(effect);
      clock.at(clock.nowMs() + delayMs, () => {
        if (!dropped) post(effect);
      });
    },
    giveUp({ validation }) {
      if (!validation.begun) return;
      work.givenUp();
      cores?.free();
    },
    adapt: ({ perSecond }) => backlog.setPace(perSecond),
    drop() {
      dropped = true;
      work.lost();
      backlog[Symbol.dispose]();
      cores?.[Symbol.dispose]();
    },
  };
}

function workOn(
  link: Link,
  cores: ServerCores | undefined,
  effect: Effect<'open-password'>,
  begun: () => void,
): Promise<AgentEvent> {
  const { clock, timings } = link.options;
  const open = () => {
    // The agent's own patience begins with the work; what waited before it does not see.
    const dueMs = clock.nowMs() + timings.agentAnswerDeadlineMs;
    begun();
    const validation = { ...effect.validation, dueMs, begun: true } as const;
    return openPassword(link, { ...effect, validation });
  };
  return cores ? cores.run(open) : open();
}

function tellVerdict(
  { options, installation }: Link,
  { validation, answer }: Effect<'post'>,
): void {
  options.onVerdict?.({
    ...{ atMs: options.clock.nowMs(), agentId: installation.agentId },
    ...{ requestId: validation.requestId, answer },
    certificateEndsMs: installation.held[0].certificate.notAfterMs,
  });
}

const SHARE_STEPS = 1_000_000;

/** Chance is drawn only where a share asks for it. */
function delayOf({ slow }: Conditions, dice: Link['options']['dice']): number {
  return slow.reduce((sumMs, { delayMs, share }) => {
    const hit = share >= 1 || dice.below(SHARE_STEPS) < share * SHARE_STEPS;
    return hit ? sumMs + delayMs : sumMs;
  }, 0);
}

/**
 * The calls of one validation that take as long as the server lets them: work that queues before it
 * begins, and answers that leave late. Where nothing is wrong with the server, nothing waits here.
 */
import { createBacklog } from './backlog.ts';
import { openPassword, postAnswer } from './calls.ts';
import type { Conditions } from './conditions.ts';
import type { Link } from './link.ts';
import type { AgentEffect, AgentEvent } from './state.ts';

type Effect<T extends AgentEffect['type']> = Extract<AgentEffect, { type: T }>;

export interface Answering {
  openPassword(effect: Effect<'open-password'>): void;
  post(effect: Effect<'post'>): void;
  adapt(conditions: Conditions): void;
  /** What waits is never done. */
  drop(): void;
}

export function createAnswering(
  link: Link,
  follow: (work: Promise<AgentEvent>) => void,
): Answering {
  const { clock, dice, timings } = link.options;
  const backlog = createBacklog(clock);
  let dropped = false;
  return {
    openPassword(effect) {
      backlog.add(() => {
        // The agent's own patience begins with the work; what waited before it does not see.
        const dueMs = clock.nowMs() + timings.agentAnswerDeadlineMs;
        follow(openPassword(link, { ...effect, validation: { ...effect.validation, dueMs } }));
      });
    },
    post(effect) {
      if (effect.attempt === 1) tellVerdict(link, effect);
      const delayMs = delayOf(link.conditions, dice);
      if (delayMs === 0) return follow(postAnswer(link, effect));
      clock.at(clock.nowMs() + delayMs, () => {
        if (!dropped) follow(postAnswer(link, effect));
      });
    },
    adapt: ({ perSecond }) => backlog.setPace(perSecond),
    drop() {
      dropped = true;
      backlog[Symbol.dispose]();
    },
  };
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

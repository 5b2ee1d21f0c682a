/**
 * Answers of agents lie at the cloud’s door until the sign-in has ended: the person reads 80002,
 * and the sign-in log shows later that an answer did come (80014).
 */
import type { Fault } from './fault.ts';
import { healedAfter, NO_ANSWER_RESULTS } from './shared/symptoms.ts';

export const lateAnswers: Fault = {
  id: 'late-answers',
  title: 'Late answers',
  family: 'cloud',
  cause: 'The cloud takes the agents’ answers only after the longest time that a sign-in waits.',
  where: [],
  parameters: {
    delay: {
      about: 'How long an answer lies before somebody reads it',
      ...{ type: 'duration', defaultMs: 21_000, minMs: 20_000, maxMs: 300_000 },
    },
  },
  effects: (_where, { delay }) => [{ on: 'cloud', kind: 'delay-answers', delayMs: Number(delay) }],
  symptoms: (timings, { delay }) => [
    {
      phase: 'noticed',
      afterMs: 0,
      results: NO_ANSWER_RESULTS,
      log: [80014],
      events: [],
      status: 'Active',
    },
    // Answers that are lying there still come late.
    healedAfter(timings.signInDeadlineMs + Number(delay)),
  ],
  lookAlike: {
    fault: 'agent-slow',
    toldApartBy:
      'Slow agents show in their own counters and trace, and a restart or a nearer controller helps; ' +
      'late answers hit all agents alike while their directory answers in milliseconds.',
  },
  fix: 'Open a ticket with the error code, correlation ids and times, as the documents ask (80014).',
  basis: 'documented',
  sources: ['ED-TS', 'lab'],
};

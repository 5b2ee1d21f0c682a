/**
 * Agents that take their time. Below the deadline people wait; beyond it they read 80002, and the
 * sign-in log shows afterwards that an answer did come (80014).
 */
import type { Timings } from '../../protocol/timings.ts';
import type { Fault, ParameterValues, Symptoms } from './fault.ts';
import { shareOf } from './shared/parameters.ts';
import { healedAfter, NO_ANSWER_RESULTS, USUAL_RESULTS } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const agentSlow: Fault = {
  id: 'agent-slow',
  title: 'Agent slow',
  family: 'agent',
  cause: 'The agent’s server is starved: what an agent has to say leaves it late.',
  where: ['agents'],
  parameters: {
    delay: {
      about: 'How much later an answer leaves the agent',
      ...{ type: 'duration', defaultMs: 30_000, minMs: 1_000, maxMs: 300_000 },
    },
    share: shareOf('answers'),
  },
  effects: (where, { delay, share }) => [
    { ...onServers(where), kind: 'slow', delayMs: Number(delay), share: Number(share) },
  ],
  symptoms: (timings, values) => [
    { phase: 'noticed', afterMs: 0, status: 'Active', ...lateness(timings, values) },
    // What is on its way comes late all the same.
    healedAfter(timings.signInDeadlineMs + Number(values.delay)),
  ],
  lookAlike: {
    fault: 'dc-slow',
    toldApartBy:
      'Behind a slow controller the agent gives up and logs that (60009), and no answer ever comes; a ' +
      'slow agent’s answer comes late: 80014 in the sign-in log.',
  },
  fix: 'Give the server what the quick start asks for (4 cores, 16 GB), take other work off it, add agents.',
  basis: 'documented',
  sources: ['ED-TS', 'ED-QS', 'lab'],
};

function lateness(
  { signInDeadlineMs }: Timings,
  { delay, share }: ParameterValues,
): Pick<Symptoms, 'results' | 'log' | 'events'> {
  if (Number(delay) <= signInDeadlineMs) return { results: USUAL_RESULTS, events: [] };
  if (share === 1) return { results: NO_ANSWER_RESULTS, log: [80014], events: [60012] };
  const results = { 'right-password': [0, 80002], 'cloud-only': [0] };
  return { results, log: [80014], events: [60012] };
}

/**
 * Domain controllers that take their time. Up to the agent's deadline people only wait; beyond it
 * the agent falls silent and the cloud gives up on it.
 */
import type { Effect } from '../../protocol/effects.ts';
import { EVENTS } from '../../protocol/events.ts';
import type { Fault } from './fault.ts';
import { directoryClaims, SHORTLY } from './shared/directory-claims.ts';
import { shareOf } from './shared/parameters.ts';
import { NO_ANSWER_RESULTS, USUAL_RESULTS } from './shared/symptoms.ts';

export const dcSlow: Fault = {
  id: 'dc-slow',
  title: 'Domain controllers slow',
  family: 'directory',
  cause: 'The domain controllers are overloaded: each logon takes longer before it is judged.',
  where: ['controllers'],
  parameters: {
    delay: {
      about: 'What a logon takes longer',
      type: 'duration',
      defaultMs: 3_000,
      minMs: 1,
      maxMs: 600_000,
    },
    share: shareOf('logons'),
  },
  effects: ({ controllers = ['*'] }, values): readonly Effect[] => [
    {
      ...{ on: 'controller', kind: 'slow', controllers },
      ...{ delayMs: Number(values.delay), share: Number(values.share) },
    },
  ],
  symptoms(timings, values) {
    const delayMs = Number(values.delay);
    const isAll = values.share === 1;
    if (delayMs < timings.agentAnswerDeadlineMs) {
      return directoryClaims(timings, {
        results: USUAL_RESULTS,
        ...(isAll && { signInMsMin: delayMs }),
      });
    }
    const results = isAll
      ? NO_ANSWER_RESULTS
      : { 'right-password': [0, 80002], 'wrong-password': [50126, 80002], 'cloud-only': [0] };
    return directoryClaims(timings, { results, events: [EVENTS.validationTimedOut.id] });
  },
  seenIn: SHORTLY,
  lookAlike: {
    fault: 'agent-slow',
    toldApartBy:
      'With slow controllers every agent that asks them is slow, and a bind from another machine is ' +
      'too; a slow agent is slow alone.',
  },
  fix:
    'Find what loads the controllers (LDAP searches, backup, antivirus), or add one near the agents. ' +
    'Restarting agents changes nothing.',
  basis: 'assumed',
  sources: ['ED-TS', 'lab'],
};

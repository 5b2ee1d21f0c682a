/**
 * What faults of name resolution have in common. Connections that are open need no name any more:
 * sign-ins go on over them while bootstraps, which connect anew each time, fail.
 */
import type { PathEffect } from '../../../protocol/effects.ts';
import { CLOUD_PATTERNS } from '../../../protocol/hosts.ts';
import type { Fault } from '../fault.ts';
import { cloudLostClaims } from './symptoms.ts';
import { pathScope } from './where.ts';

type Answer = Extract<PathEffect, { kind: 'resolve' }>['answer'];

export function misresolved(
  answer: Answer,
): Pick<Fault, 'family' | 'where' | 'effects' | 'symptoms'> {
  return {
    family: 'name-resolution',
    where: ['sites', 'agents'],
    effects: (where, { delay }) => [
      {
        on: 'path',
        kind: 'resolve',
        scope: pathScope(where, CLOUD_PATTERNS),
        answer,
        delayMs: Number(delay ?? 0),
      },
    ],
    symptoms: (timings) => cloudLostClaims(timings, { established: 'keep' }),
  };
}

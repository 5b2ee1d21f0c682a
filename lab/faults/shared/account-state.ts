/**
 * What faults of single accounts have in common: a state put over accounts for a while, without
 * changing them. The cloud does not know of it, so the agent's answer decides.
 */
import type { AccountEffect } from '../../../protocol/effects.ts';
import type { Fault } from '../fault.ts';
import { directoryClaims, SHORTLY } from './directory-claims.ts';

type Declared = 'family' | 'where' | 'parameters' | 'effects' | 'symptoms' | 'seenIn';

/** `wrong` is what those read who type a wrong password: by default no more than that. */
export function accountState(
  kind: AccountEffect['kind'],
  code: number,
  wrong = 50126,
): Pick<Fault, Declared> {
  return {
    family: 'account',
    where: ['users'],
    parameters: {},
    effects: ({ users = ['*'] }) => [{ on: 'account', users, kind }],
    symptoms: (timings) =>
      directoryClaims(timings, {
        results: { 'right-password': [code], 'wrong-password': [wrong], 'cloud-only': [0] },
      }),
    seenIn: SHORTLY,
  };
}

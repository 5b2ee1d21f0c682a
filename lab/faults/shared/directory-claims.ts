/**
 * Claims that faults of the directory and of accounts share. They show and are over at once: agents
 * ask a controller anew for each sign-in. The agents themselves stay Active throughout.
 */
import type { Timings } from '../../../protocol/timings.ts';
import type { SeenIn, Symptoms } from '../fault.ts';
import { USUAL_RESULTS } from './symptoms.ts';

/** Long enough to see it; more would only add bad passwords to the smart lockout's count. */
export const SHORTLY = { forMs: 4 * 60_000 } as const satisfies SeenIn;

/** Half of the users live in the second forest, whose one controller is dc-3. */
export const TWO_FORESTS = {
  ...SHORTLY,
  estate: {
    forests: [
      { name: 'corp', controllers: ['dc-1', 'dc-2'] },
      { name: 'fabrikam', controllers: ['dc-3'] },
    ],
  },
} as const satisfies SeenIn;

export function directoryClaims(
  timings: Timings,
  noticed: Pick<Symptoms, 'results'> & Partial<Pick<Symptoms, 'events' | 'signInMsMin'>>,
): readonly Symptoms[] {
  const shared = { events: [], status: 'Active' } as const;
  return [
    { ...shared, phase: 'noticed', afterMs: 0, ...noticed },
    { ...shared, phase: 'healed', afterMs: timings.controllerTimeoutMs, results: USUAL_RESULTS },
  ];
}

/** Where half of the users are hit, the other half goes on as before. */
export function halfOf(code: number): Symptoms['results'] {
  return {
    'right-password': [0, code],
    'wrong-password': code === 50126 ? [50126] : [50126, code],
    'cloud-only': [0],
  };
}

/**
 * Versions of Microsoft Entra Connect that the lab speaks of. Only the oldest that knows PTA is
 * documented in the lab's sources; which one is the latest changes, and is the lab's stand-in.
 */
import type { Sourced } from './sources.ts';

export const CONNECT_VERSIONS = {
  oldest: {
    value: '1.1.750.0',
    basis: 'documented',
    sources: ['ED-FAQ'],
    note: 'The oldest Connect that PTA works with.',
  },
  latest: {
    value: '2.4.0.0',
    basis: 'assumed',
    sources: ['lab'],
    note: 'Stands for the latest: the lab only tells whether a server has it or not.',
  },
} as const satisfies Record<string, Sourced<string>>;

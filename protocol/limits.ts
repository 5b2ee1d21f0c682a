/** Sizes and counts that the service sets, other than times (those are in `timings.ts`). */
import type { Basis, SourceId } from './sources.ts';

interface Limit {
  value: number;
  basis: Basis;
  sources: readonly SourceId[];
  note: string;
}

const rows = {
  agentsMax: {
    value: 40,
    basis: 'documented',
    sources: ['ED-QS'],
    note: 'System limit of Authentication Agents per tenant.',
  },
  userNameCharsMax: {
    value: 113,
    basis: 'observed',
    sources: ['PUBLIC'],
    note: 'Longest user name that the login page’s own constants allow (fact sheet 4.3).',
  },
  graphPageMax: {
    value: 1000,
    basis: 'documented',
    sources: ['GR'],
    note: 'Default and largest page of the sign-in list.',
  },
} as const satisfies Readonly<Record<string, Limit>>;

export const LIMITS: Readonly<Record<keyof typeof rows, Limit>> = rows;

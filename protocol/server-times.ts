/**
 * How long work on an agent's server takes. Defaults of the parameters of changes, so every one of
 * them can be set in a scenario; none is a time-out of anything.
 */
import type { Sourced } from './sources.ts';

const rows = {
  rebootMs: {
    value: 600_000,
    basis: 'assumed',
    sources: ['lab'],
    note: 'A server that installs its updates and starts again.',
  },
  installMs: {
    value: 30_000,
    basis: 'assumed',
    sources: ['lab', 'ED-FAQ'],
    note: 'The upgrade process is quick, says the FAQ, without a number.',
  },
  settleMs: {
    value: 300_000,
    basis: 'seed',
    sources: ['SEED-C'],
    note: 'To wait after a restart of the services before one looks at the status of the agent.',
  },
} as const satisfies Readonly<Record<string, Sourced<number>>>;

export const SERVER_TIMES: Readonly<Record<keyof typeof rows, Sourced<number>>> = rows;

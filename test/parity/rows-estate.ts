/** Parity rows of the reader's own estate and of what a rehearsal says for a change ticket. */
import type { ParityRows } from './parity-row.ts';

export const ESTATE_ROWS = {
  'estate.file': {
    behaviour: 'The reader’s own sites, agents, controllers, proxies and Connect servers',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Names and places are theirs; the software on them is the lab’s. See `docs/estate.md`.',
  },
  'estate.import': {
    behaviour: 'Import of a Graph agent list or its export',
    virtual: 'emulated',
    live: 'real',
    note: 'The list says neither versions nor sites: a short YAML adds them.',
  },
  'estate.lint': {
    behaviour: 'What is risky in an estate, each with its source',
    virtual: 'real',
    live: 'real',
  },
  'rehearse.compare': {
    behaviour: 'A run with the change against the same run without it, by paired seeds',
    virtual: 'real',
    live: 'absent',
    note: 'Live runs take real time, so twenty pairs would take hours.',
  },
  'rehearse.ticket': {
    behaviour: 'A go / no-go of one page for a change ticket',
    virtual: 'real',
    live: 'real',
  },
} as const satisfies ParityRows;

/**
 * Parity rows of the control API: what no tenant has, so nothing here is emulated; see
 * `docs/control.md`.
 */
import type { ParityRows } from './parity-row.ts';

export const CONTROL_ROWS = {
  'control.journal': {
    behaviour: 'Request journal, and verification of what a client sent',
    virtual: 'real',
    live: 'real',
    note: 'Values of parameters that may be secret are never kept.',
  },
  'control.injections': {
    behaviour: 'Any AADSTS code for the next sign-ins, for codes without a cause in the lab',
    virtual: 'real',
    live: 'real',
  },
  'control.forge': {
    behaviour: 'Tokens that a correct validator must refuse, one reason each',
    virtual: 'real',
    live: 'real',
  },
  'control.state': {
    behaviour: 'Reset to the seed, export, import',
    virtual: 'real',
    live: 'real',
  },
  'control.access': {
    behaviour: 'Control API: loopback only, or with a token; never from a web page',
    virtual: 'absent',
    live: 'real',
    note: 'A virtual lab is controlled in process.',
  },
  'control.keys': {
    behaviour: 'Roll-over of the token signing key on demand',
    virtual: 'real',
    live: 'real',
  },
  'input.hostile': {
    behaviour: 'Hostile requests: no 5xx, no hang, no reflected markup, no unregistered redirect',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Fuzzed: ten thousand requests per run over every door.',
  },
} as const satisfies ParityRows;

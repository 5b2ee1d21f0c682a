/** Parity rows of the fault catalogue; see `parity-row.ts` and `docs/failure-modes.md`. */
import type { ParityRows } from './parity-row.ts';

export const FAULT_ROWS = {
  'faults.claims': {
    behaviour: 'Every fault shows what its declaration claims: codes, events, status, per phase',
    virtual: 'emulated',
    live: 'emulated',
    note: 'Virtual: each combination of choices. Live: the defaults, as far as live mode can.',
  },
  'faults.control-run': {
    behaviour: 'After healing a run goes on like one that never had the fault',
    virtual: 'real',
    live: 'real',
    note: 'Virtual: sign-in by sign-in. Live: results per group, status and connections of agents.',
  },
  'faults.limit': {
    behaviour: 'A fault in live mode ends by itself after its time limit',
    virtual: 'real',
    live: 'real',
    note: 'One hour of lab time if nobody says otherwise; in virtual mode only if asked for.',
  },
  'faults.contradictions': {
    behaviour: 'Several faults at once compose; those that contradict each other are refused',
    virtual: 'real',
    live: 'real',
  },
  'faults.partial': {
    behaviour: 'A fault at some of the agents: healthy ones take over, or cannot',
    virtual: 'emulated',
    live: 'emulated',
  },
  'faults.cause': {
    behaviour: 'No component knows which fault is on, or what it is expected to show',
    virtual: 'real',
    live: 'real',
    note: 'A run without any claim in the declarations is the same, byte for byte.',
  },
} as const satisfies ParityRows;

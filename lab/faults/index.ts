/** Every fault, by id. One line each. */
import { block443 } from './block-443.ts';
import { dcDown } from './dc-down.ts';
import type { Fault } from './fault.ts';
import { tlsInspection } from './tls-inspection.ts';

export const FAULTS: Readonly<Record<string, Fault>> = {
  'block-443': block443,
  'dc-down': dcDown,
  'tls-inspection': tlsInspection,
};

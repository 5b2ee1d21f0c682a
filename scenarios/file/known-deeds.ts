/** What the steps of a method can name: the faults and changes there are. */

import type { Change } from '../../lab/changes/change.ts';
import { CHANGES } from '../../lab/changes/index.ts';
import type { Fault } from '../../lab/faults/fault.ts';
import { FAULTS } from '../../lab/faults/index.ts';

export interface Catalogue {
  faults: Readonly<Record<string, Fault>>;
  changes: Readonly<Record<string, Change>>;
}

export const CATALOGUE: Catalogue = { faults: FAULTS, changes: CHANGES };

/** The phases of a fault in the words of a report. */
import type { Phase } from '../../lab/timeline.ts';

export const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  before: 'Before',
  changed: 'Changed',
  unnoticed: 'Unnoticed',
  noticed: 'Noticed',
  healed: 'Healed',
};

export const PHASE_MEANINGS: Readonly<Record<Phase, string>> = {
  before: 'nothing is wrong',
  changed: 'an administrator has changed something',
  unnoticed: 'the fault is on, nothing in the chain has noticed',
  noticed: 'the chain knows that a link is dead',
  healed: 'the fault is gone',
};

/**
 * Which two faults are scored together. Left out: pairs of one class, what nobody can see, and
 * pairs whose claims need two different estates. A pair of which one hides the other stays in, and
 * counts as a miss.
 */
import type { Dice } from '../../runtime/ports.ts';
import { FAULTS } from '../faults/index.ts';
import { acceptedCauses, CLASSES } from './answers.ts';

type FaultPair = readonly [string, string];

function allPairs(): readonly FaultPair[] {
  const ids = Object.keys(FAULTS).filter((id) => !acceptedCauses(id).includes('nothing'));
  return ids
    .flatMap((first, at) => ids.slice(at + 1).map((second): FaultPair => [first, second]))
    .filter(([first, second]) => !isOneClass(first, second) && fitOneEstate(first, second));
}

export function samplePairs(count: number, dice: Dice): readonly FaultPair[] {
  const left = [...allPairs()];
  const drawn: FaultPair[] = [];
  while (drawn.length < count && left.length > 0) {
    drawn.push(...left.splice(dice.below(left.length), 1));
  }
  return drawn;
}

function isOneClass(first: string, second: string): boolean {
  return CLASSES.some(({ faults }) => faults.includes(first) && faults.includes(second));
}

function fitOneEstate(first: string, second: string): boolean {
  return !(FAULTS[first]?.seenIn?.estate && FAULTS[second]?.seenIn?.estate);
}

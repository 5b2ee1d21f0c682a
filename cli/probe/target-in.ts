/** Which target of a place was asked for: the only one needs no name. */
import { pickNamed } from '../../runtime/pick-named.ts';
import type { Place } from './config-place.ts';

/** @throws LabError `TARGET_UNKNOWN` */
export function targetIn({ targets }: Pick<Place, 'targets'>, asked: string | undefined): string {
  const names = Object.keys(targets);
  const name = asked ?? (names.length === 1 ? names[0] : undefined);
  return pickNamed('TARGET_UNKNOWN', 'target', name, targets).name;
}

/**
 * A test says by its name which rows of `docs/parity.md` would be wrong if it failed:
 * `test(proves('token.refresh', 'a refresh token is rotated'), …)`. Ids are written as literals,
 * because the generator reads them from the source.
 */
import { PARITY, type ParityId } from './rows.ts';

export function proves(rows: ParityId | readonly ParityId[], name: string): string {
  for (const id of [rows].flat()) {
    if (!Object.hasOwn(PARITY, id)) throw new RangeError(`docs/parity.md has no row "${id}"`);
  }
  return name;
}

/** Every fault's claims once more on real sockets, with its default parameters. */
import { afterAll, expect, test } from 'vitest';
import type { FaultFamily } from '../../lab/faults/fault.ts';
import { FAULTS } from '../../lab/faults/index.ts';
import { proves } from '../parity/proves.ts';
import { freshStateDir } from '../state-dir.ts';
import { checkClaims } from './claims.ts';
import { endControlRuns } from './control-run.ts';

/**
 * Everything an agent does by the clock comes sooner, because hours of failed handshakes prove
 * nothing more; connections that are not used still close before the next bootstrap.
 */
const timings = {
  bootstrapIntervalMs: 120_000,
  inactiveAfterMs: 180_000,
  connectionIdleMs: 90_000,
};

/** Those of the families chosen; what cannot be shown live says why in `notLive`. */
export function checkFamiliesLive(isChosen: (family: FaultFamily) => boolean): void {
  const stateDir = freshStateDir();
  afterAll(endControlRuns);
  const options = { mode: 'live', stateDir, traffic: { everyMs: 4_000 }, timings } as const;
  for (const fault of Object.values(FAULTS)) {
    if (fault.notLive !== undefined || !isChosen(fault.family)) continue;
    test(proves('faults.claims', `${fault.id} shows live what it claims`), async () => {
      expect(await checkClaims(fault, {}, options)).toEqual([]);
    });
  }
}

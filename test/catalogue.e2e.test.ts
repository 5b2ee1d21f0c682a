/**
 * Every fault's claims once more on real sockets, with its default parameters. Agents turn Inactive
 * after 25 minutes here instead of 120: thousands of refused handshakes prove nothing more.
 */
import { expect, test } from 'vitest';
import { FAULTS } from '../lab/faults/index.ts';
import { startLab } from '../lab/start-lab.ts';
import { checkClaims } from './claims.ts';
import { freshStateDir } from './state-dir.ts';

const stateDir = freshStateDir();

for (const fault of Object.values(FAULTS)) {
  test(`${fault.id} shows live what it claims`, async () => {
    const traffic = { everyMs: 4_000 };
    const timings = { inactiveAfterMs: 25 * 60_000 };
    const lab = await startLab({ mode: 'live', seed: 'claims', stateDir, traffic, timings });
    const deviations = await checkClaims(lab, fault, {});
    await lab[Symbol.asyncDispose]();
    expect(deviations).toEqual([]);
  });
}

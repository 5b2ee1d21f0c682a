/**
 * A handful of faults on real sockets and in virtual time: the same diagnosis. One live lab for all
 * of them, each healed before the next; faults that make sign-ins wait are left to virtual time.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnose } from '../../probes/diagnosis/diagnose.ts';
import { proves } from '../../test/parity/proves.ts';
import type { ParameterValues, Where } from '../faults/fault.ts';
import type { Lab } from '../lab.ts';
import { startLab } from '../start-lab.ts';
import { lookAround } from './look-around.ts';

let live: Lab;
let virtual: Lab;

beforeAll(async () => {
  live = await startLab({ mode: 'live', seed: 'both', traffic: false });
  virtual = await startLab({ seed: 'both', traffic: false });
  await virtual.advance(30_000);
  await live.connected;
});

afterAll(async () => {
  await live[Symbol.asyncDispose]();
  await virtual[Symbol.asyncDispose]();
});

async function named(lab: Lab, id: string, where: Where, parameters: Partial<ParameterValues>) {
  await lab.drive(lab.faults.on(id, where, parameters));
  const { state, candidates } = diagnose(await lookAround(lab, { signIns: 1 }));
  await lab.drive(lab.faults.reset());
  const [first] = candidates;
  return { state, cause: first?.cause, at: first?.at };
}

const CASES: readonly [string, Where, Partial<ParameterValues>][] = [
  ['block-80', { sites: ['branch'] }, { how: 'refuse' }],
  ['tls-inspection', { agents: ['agt-2'] }, { established: 'cut' }],
  ['updater-stopped', { agents: ['agt-3'] }, {}],
  ['one-dc-down', {}, {}],
  ['account-disabled', {}, {}],
];

test.each(CASES)(
  proves('probes.diagnosis.single', '%s has the same diagnosis live as in virtual time'),
  async (id, where, parameters) => {
    const seen = await named(live, id, where, parameters);
    expect(seen.cause).toBe(id);
    expect(seen).toEqual(await named(virtual, id, where, parameters));
  },
);

/**
 * The network contract on real sockets: TLS, mutual TLS, web sockets, a gateway, all on loopback.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { DEFAULT_SITES } from '../lab/estate.ts';
import { createLiveWorld } from '../lab/worlds/live-world.ts';
import { timingsWith } from '../protocol/timings.ts';
import { createDice } from '../runtime/dice.ts';
import { describeNetwork } from './network-contract.ts';
import { proves } from './parity/proves.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'pta-lab-'));
afterAll(() => rmSync(stateDir, { recursive: true }));

describeNetwork(
  proves(
    ['network.connections', 'network.firewall', 'network.inspection', 'agents.certificate'],
    'live',
  ),
  () =>
    createLiveWorld({
      dice: createDice('contract'),
      sites: DEFAULT_SITES.slice(0, 1),
      timings: timingsWith(),
      stateDir,
    }),
);

/**
 * The network contract on real sockets: TLS, mutual TLS, web sockets, a gateway, all on loopback.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createLiveWorld } from '../lab/worlds/live-world.ts';
import { timingsWith } from '../protocol/timings.ts';
import { createDice } from '../runtime/dice.ts';
import { describeNetwork, WHOLE_CONTRACT } from './network-contract.ts';
import { RIG_SITES } from './network-rig.ts';
import { proves } from './parity/proves.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'pta-lab-'));
afterAll(() => rmSync(stateDir, { recursive: true }));

describeNetwork(
  proves(
    [
      'network.connections',
      'network.firewall',
      'network.inspection',
      'agents.certificate',
      'path.half-open',
      'path.loss',
      'path.presented',
      'path.names',
      'path.proxy',
      'path.plain',
      'path.share',
    ],
    'live',
  ),
  WHOLE_CONTRACT,
  () =>
    createLiveWorld({
      dice: createDice('contract'),
      sites: RIG_SITES,
      timings: timingsWith(),
      stateDir,
    }),
);

/** The network contract on the network in memory, with both kinds of crypto. */

import type { CryptoKind } from '../lab/estate.ts';
import { createVirtualWorld } from '../lab/worlds/virtual-world.ts';
import { timingsWith } from '../protocol/timings.ts';
import { createDice } from '../runtime/dice.ts';
import { CONNECTIONS, describeNetwork, WHOLE_CONTRACT } from './network-contract.ts';
import { RIG_SITES } from './network-rig.ts';
import { proves } from './parity/proves.ts';

function createWorld(cryptoKind: CryptoKind, sites = RIG_SITES) {
  const dice = createDice('contract');
  return createVirtualWorld({ dice, sites, timings: timingsWith(), cryptoKind });
}

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
    'virtual (stand-in)',
  ),
  WHOLE_CONTRACT,
  () => createWorld('stand-in'),
);

// Each key takes a while to make, and what a path does is the same code with either crypto.
describeNetwork('virtual (rsa)', CONNECTIONS, () => createWorld('rsa', RIG_SITES.slice(0, 1)));

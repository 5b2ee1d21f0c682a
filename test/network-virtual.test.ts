/** The network contract on the network in memory, with both kinds of crypto. */

import { DEFAULT_SITES } from '../lab/estate.ts';
import { createVirtualWorld } from '../lab/worlds/virtual-world.ts';
import { timingsWith } from '../protocol/timings.ts';
import { createDice } from '../runtime/dice.ts';
import { describeNetwork } from './network-contract.ts';
import { proves } from './parity/proves.ts';

for (const cryptoKind of ['stand-in', 'rsa'] as const) {
  describeNetwork(
    proves(
      ['network.connections', 'network.firewall', 'network.inspection', 'agents.certificate'],
      `virtual (${cryptoKind})`,
    ),
    () =>
      createVirtualWorld({
        dice: createDice('contract'),
        sites: DEFAULT_SITES.slice(0, 1),
        timings: timingsWith(),
        cryptoKind,
      }),
  );
}

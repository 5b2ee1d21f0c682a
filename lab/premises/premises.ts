/**
 * What stands on premises beside the agents: the forests with their controllers, and the Connect
 * server. The directory is made anew at each start; what a state file kept of its changes is played
 * again.
 */
import { startDirectory } from '../../directory/directory.ts';
import type { AccountEffect, ControllerEffect, ForestEffect } from '../../protocol/effects.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Dice } from '../../runtime/ports.ts';
import type { KeptDirectory } from '../state/kept-directory.ts';
import type { Population } from '../tenant/population.ts';
import type { World } from '../worlds/world.ts';
import { type ConnectServers, synchronises } from './connect-servers.ts';
import { createDirectoryControl, type DirectoryControl } from './directory-control.ts';
import type { EstateForest } from './forests.ts';
import { foundForests } from './found-forests.ts';
import { type Connect, createConnect } from './sync.ts';

export interface PremisesOptions {
  world: World;
  forests: readonly EstateForest[];
  population: Population;
  timings: Timings;
  dice: Dice;
  connectServers: Pick<ConnectServers, 'list'>;
  /** Where changes outlive the lab. */
  keptDirectory?: KeptDirectory;
}

export interface Premises extends AsyncDisposable {
  readonly directory: DirectoryControl;
  readonly connect: Connect;
  /** Once the cloud is there: what was kept of earlier changes happens again. */
  replay(): void;
  applyControllers(effects: readonly ControllerEffect[]): Promise<void>;
  applyForests(effects: readonly ForestEffect[]): void;
  applyAccounts(effects: readonly AccountEffect[]): void;
}

export async function startPremises(options: PremisesOptions): Promise<Premises> {
  const { world, population, timings, dice } = options;
  const { clock, network } = world;
  const { forests, accounts } = foundForests(options.forests, {
    ...{ policy: timings, clock, accounts: population.directoryAccounts },
    changed(kind) {
      connect.changed(kind);
      options.keptDirectory?.note(accounts, kind);
    },
  });
  const directory = await startDirectory({
    ...{ forests, clock, network, kerberosSkewMs: timings.kerberosSkewMs },
    dice: dice.fork('controllers'),
  });
  const connect = createConnect({
    ...{ clock, timings, domain: accounts },
    synchronises: () => synchronises(options.connectServers.list()),
    reachable: () => directory.controllers.some(({ answering }) => answering),
  });
  return {
    directory: createDirectoryControl(accounts, dice.fork('directory')),
    connect,
    replay: () => options.keptDirectory?.replay(accounts),
    applyControllers: directory.applyControllers,
    applyForests: directory.applyForests,
    applyAccounts: directory.applyAccounts,
    async [Symbol.asyncDispose]() {
      connect[Symbol.dispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

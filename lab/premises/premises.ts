/**
 * What stands on premises beside the agents: the forests with their controllers, and the Connect
 * server. The directory is made anew at each start; what a state file kept of its changes is played
 * again.
 */
import type { ChangeKind } from '../../directory/change-feed.ts';
import { startDirectory } from '../../directory/directory.ts';
import type { AccountEffect, ControllerEffect, ForestEffect } from '../../protocol/effects.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Dice } from '../../runtime/ports.ts';
import type { KeptDirectory } from '../state/kept-directory.ts';
import type { Population } from '../tenant/population.ts';
import type { Trouble } from '../trouble.ts';
import type { World } from '../worlds/world.ts';
import { type ConnectServers, synchronises } from './connect-servers.ts';
import { createDirectoryControl, type DirectoryControl } from './directory-control.ts';
import type { EstateForest } from './forests.ts';
import { foundForests } from './found-forests.ts';
import { mirrorPremises } from './mirror-premises.ts';
import { type Connect, createConnect } from './sync.ts';

export interface PremisesOptions {
  world: World;
  forests: readonly EstateForest[];
  population: Population;
  timings: Timings;
  dice: Dice;
  connectServers: Pick<ConnectServers, 'list'>;
  trouble: Pick<Trouble, 'report'>;
  /** Where changes outlive the lab. */
  keptDirectory?: KeptDirectory;
}

export interface Premises extends AsyncDisposable {
  readonly directory: DirectoryControl;
  readonly connect: Connect;
  /** Once the cloud is there: what was kept of earlier changes happens again. */
  replay(): void;
  /** Settles when real controllers know everybody, where there are some. */
  mirrored(): Promise<void>;
  applyControllers(effects: readonly ControllerEffect[]): Promise<void>;
  applyForests(effects: readonly ForestEffect[]): void;
  applyAccounts(effects: readonly AccountEffect[]): void | Promise<void>;
}

export async function startPremises(options: PremisesOptions): Promise<Premises> {
  const { world, timings, dice } = options;
  const { clock, network } = world;
  const { forests, accounts, mirror } = openForests(options, (kind) => connect.changed(kind));
  const directory = await startDirectory({
    ...{ forests, clock, network, kerberosSkewMs: timings.kerberosSkewMs },
    dice: dice.fork('controllers'),
  });
  const connect = createConnect({
    ...{ clock, timings, domain: accounts },
    synchronises: () => synchronises(options.connectServers.list()),
    reachable: () => directory.controllers.some(({ answering }) => answering),
  });
  const control = createDirectoryControl(accounts, dice.fork('directory'));
  return {
    directory: mirror?.control(control) ?? control,
    connect,
    replay: () => options.keptDirectory?.replay(accounts),
    mirrored: async () => mirror?.catchUp(),
    async applyControllers(effects) {
      await directory.applyControllers(effects);
      await world.outposts?.applyControllers(effects, world.clock.nowMs());
    },
    applyForests: directory.applyForests,
    applyAccounts(effects) {
      directory.applyAccounts(effects);
      return mirror?.applyStates(effects);
    },
    async [Symbol.asyncDispose]() {
      connect[Symbol.dispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

/** With the mirror between them and whoever changes something, where controllers are real. */
function openForests(options: PremisesOptions, changed: (kind: ChangeKind) => void) {
  const { world, population, timings, keptDirectory, trouble } = options;
  const { clock, outposts } = world;
  const { forests, accounts } = foundForests(options.forests, {
    ...{ policy: timings, clock, accounts: population.directoryAccounts },
    changed(kind) {
      changed(kind);
      keptDirectory?.note(accounts, kind);
      mirror?.changed();
    },
  });
  const mirror =
    outposts &&
    mirrorPremises({
      ...{ accounts, clock, passwords: population.directoryPasswords },
      ...{ write: outposts.writeAccounts, report: trouble.report },
    });
  if (mirror) outposts.onAccountsLost(mirror.writeAll);
  return { forests, accounts: mirror?.accounts ?? accounts, mirror };
}

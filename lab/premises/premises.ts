/**
 * What stands on premises beside the agents: the domain with its controllers, and the Connect
 * server. The directory is made anew at each start; what a state file kept of its changes is played
 * again.
 */
import { startDirectory } from '../../directory/controller.ts';
import { createDomain } from '../../directory/domain.ts';
import type { ControllerEffect } from '../../protocol/effects.ts';
import { controllerHost } from '../../protocol/hosts.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Dice } from '../../runtime/ports.ts';
import type { Site } from '../estate.ts';
import type { KeptDirectory } from '../state/kept-directory.ts';
import type { Population } from '../tenant/population.ts';
import type { World } from '../worlds/world.ts';
import { createDirectoryControl, type DirectoryControl } from './directory-control.ts';
import { type Connect, createConnect } from './sync.ts';

export interface PremisesOptions {
  world: World;
  sites: readonly Site[];
  /** Name of the domain. */
  domain: string;
  population: Population;
  timings: Timings;
  dice: Dice;
  /** Where changes outlive the lab. */
  keptDirectory?: KeptDirectory;
}

export interface Premises extends AsyncDisposable {
  readonly directory: DirectoryControl;
  readonly connect: Connect;
  /** Once the cloud is there: what was kept of earlier changes happens again. */
  replay(): void;
  applyControllers(effects: readonly ControllerEffect[]): Promise<void>;
}

export async function startPremises(options: PremisesOptions): Promise<Premises> {
  const { world, sites, population, timings, dice } = options;
  const { clock, network } = world;
  const domain = createDomain({
    ...{ name: options.domain, policy: timings, clock },
    accounts: population.directoryAccounts,
    changed(kind) {
      connect.changed(kind);
      options.keptDirectory?.note(domain, kind);
    },
  });
  const controllers = sites
    .flatMap((site) => site.controllers)
    .map((name) => ({ name, host: controllerHost(name) }));
  const directory = await startDirectory({ domain, controllers, clock, network });
  const connect = createConnect({
    ...{ clock, timings, domain },
    reachable: () => directory.controllers.some(({ answering }) => answering),
  });
  return {
    directory: createDirectoryControl(domain, dice.fork('directory')),
    connect,
    replay: () => options.keptDirectory?.replay(domain),
    applyControllers: (effects) => directory.apply(effects),
    async [Symbol.asyncDispose]() {
      connect[Symbol.dispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

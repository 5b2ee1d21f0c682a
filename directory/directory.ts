/**
 * All controllers of all forests. Agents ask those of their own forest, which pass a user of a
 * trusted forest on to that forest's controllers; how those reach one another is not part of any
 * site's path.
 */
import type { AccountEffect, ControllerEffect, ForestEffect } from '../protocol/effects.ts';
import { CONTROLLER_SERVICE } from '../protocol/hosts.ts';
import { ERROR } from '../protocol/win32.ts';
import type { BindRequest, BindResult, Network } from '../runtime/ports.ts';
import { type Controller, type ControllerOptions, startController } from './controller.ts';
import type { Domain, ReplicaRole } from './domain.ts';
import { decideRoute, type Forest } from './forest.ts';

export interface Directory extends AsyncDisposable {
  readonly controllers: readonly Controller[];
  /** The effects of a kind that hold from now on, in place of the ones before. */
  applyControllers(effects: readonly ControllerEffect[]): Promise<void>;
  applyForests(effects: readonly ForestEffect[]): void;
  applyAccounts(effects: readonly AccountEffect[]): void;
}

export interface DirectoryForest extends Forest {
  domain: Domain;
  /** The first has the role of PDC emulator. */
  controllers: readonly { name: string; host: string }[];
}

export interface DirectoryOptions
  extends Pick<ControllerOptions, 'clock' | 'dice' | 'kerberosSkewMs'> {
  network: Pick<Network, 'serve' | 'publish'>;
  /** The first is the agents' own. */
  forests: readonly DirectoryForest[];
}

export async function startDirectory(options: DirectoryOptions): Promise<Directory> {
  const { forests, network } = options;
  const running = new Map<DirectoryForest, Controller[]>(forests.map((forest) => [forest, []]));
  let effects: readonly ForestEffect[] = [];

  const controllers = await startAll(options, running, (request) => {
    const decided = decideRoute(request.userPrincipalName, forests, effects);
    if (decided.kind === 'here') return 'here';
    if (decided.kind === 'refused') return Promise.resolve({ win32: decided.win32 });
    return refer(running.get(decided.forest) ?? [], request);
  });
  const publish = () => {
    const [own] = running.values();
    const listed = own?.filter((one) => one.listed).map(({ host }) => host);
    network.publish(CONTROLLER_SERVICE, listed ?? []);
  };
  publish();
  return {
    controllers,
    async applyControllers(all) {
      await Promise.all(
        controllers.map((controller) =>
          controller.apply(all.filter((effect) => isAimedAt(effect, controller.name))),
        ),
      );
      publish();
    },
    applyForests(all) {
      effects = all;
    },
    applyAccounts(all) {
      for (const { domain } of forests) domain.applyStates(all);
    },
    [Symbol.asyncDispose]: () => stopAll(controllers),
  };
}

/** Fills `running`; those that came are stopped again if one of them does not. */
async function startAll(
  { forests, clock, network, dice, kerberosSkewMs }: DirectoryOptions,
  running: Map<DirectoryForest, Controller[]>,
  route: ControllerOptions['route'],
): Promise<readonly Controller[]> {
  const starts = await Promise.allSettled(
    forests.flatMap((forest) =>
      forest.controllers.map(({ name, host }) =>
        startController({
          ...{ name, host, clock, network, kerberosSkewMs, route },
          replica: forest.domain.replica(roleOf(name, forest, running)),
          dice: dice.fork(`controller/${name}`),
        }),
      ),
    ),
  );
  const controllers = starts.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  for (const [forest, theirs] of running) {
    const names = forest.controllers.map(({ name }) => name);
    theirs.push(...controllers.filter(({ name }) => names.includes(name)));
  }
  const failed = starts.find((one) => one.status === 'rejected');
  if (!failed) return controllers;
  await stopAll(controllers);
  throw failed.reason;
}

function roleOf(
  name: string,
  forest: DirectoryForest,
  running: ReadonlyMap<DirectoryForest, readonly Controller[]>,
): ReplicaRole {
  const [emulator] = forest.controllers;
  if (name === emulator?.name) return { pdcEmulator: true };
  const pdcAnswers = () =>
    running.get(forest)?.some((one) => one.name === emulator?.name && one.answering) ?? false;
  return { pdcEmulator: false, pdcAnswers };
}

async function stopAll(controllers: readonly Controller[]): Promise<void> {
  await Promise.all(controllers.map((controller) => controller[Symbol.asyncDispose]()));
}

/** To the first that is there; one that hangs keeps everybody waiting, as it does its own. */
async function refer(
  controllers: readonly Controller[],
  request: BindRequest,
): Promise<BindResult> {
  const next = controllers.find(({ stopped }) => !stopped);
  return next ? next.validate(request) : { win32: ERROR.NO_LOGON_SERVERS };
}

function isAimedAt({ controllers }: ControllerEffect, name: string): boolean {
  return controllers.includes('*') || controllers.includes(name);
}

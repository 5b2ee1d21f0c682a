/**
 * Puts an estate together: world, directory, cloud, agents, traffic; and takes it down in reverse.
 * Whoever sets something up pushes its undo in the same breath.
 */

import { startDirectory } from '../directory/controller.ts';
import { createDomain } from '../directory/domain.ts';
import type { Tenant } from '../mock-entra/tenant/tenant.ts';
import { controllerHost, HOSTS, labHost } from '../protocol/hosts.ts';
import { type Timings, timingsWith } from '../protocol/timings.ts';
import { createDice } from '../runtime/dice.ts';
import { LabError } from '../runtime/lab-error.ts';
import { OPEN_SITE } from '../runtime/path.ts';
import type { Dice, Vantage } from '../runtime/ports.ts';
import { createUndoStack, type UndoStack } from '../runtime/undo.ts';
import { startAgents } from './agents.ts';
import { createTenant, type RunningCloud, startCloud } from './cloud.ts';
import { type LabOptions, sitesOf } from './estate.ts';
import { createFaultControl } from './fault-control.ts';
import type { Lab, LiveEndpoints } from './lab.ts';
import { advanceBy, waitFor } from './passage.ts';
import { createPopulation, type Population } from './population.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { startTraffic } from './traffic.ts';
import { createTrouble, type Trouble } from './trouble.ts';
import { createVirtualWorld } from './virtual-world.ts';
import type { LiveDoor, World, WorldOptions } from './world.ts';

const USERS_PER_GROUP = 20;
const TRAFFIC_EVERY_MS = 5_000;

/**
 * @throws LabError `ESTATE_INVALID`, `REGISTRATION_FAILED`, and in live mode `PORT_BUSY` or
 *   `STATE_UNREADABLE`; whatever had been started is taken down first.
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const undo = createUndoStack();
  try {
    return await assemble(options, undo);
  } catch (error) {
    await undo[Symbol.asyncDispose]();
    throw error;
  }
}

async function assemble(options: LabOptions, undo: UndoStack): Promise<Lab> {
  const { mode = 'virtual', seed = '1', tenant: tenantName = 'contoso' } = options;
  const sites = sitesOf(options);
  const timings = timingsWith(options.timings);
  const dice = createDice(seed);
  const world = undo.use(await createWorld(options, { dice: dice.fork('world'), sites, timings }));
  const { clock, network } = world;
  const timeline = createTimeline();
  const trouble = createTrouble();
  const estate: Estate = {
    ...{ dice, sites, timings, world, timeline, trouble },
    ...settle(dice, tenantName, options, clock.nowMs()),
  };
  const directory = undo.use(await startDomain(estate));
  const cloud = undo.use(await startCloud({ ...estate, dice: dice.fork('cloud') }));
  const agents = await clock.drive(startAgents(estate));
  undo.defer(() => {
    for (const agent of agents.values()) agent.stop();
  });
  await untilConnected(world, cloud, agents.size, timings);

  const faults = createFaultControl({
    ...{ clock, sites, timeline },
    applyPath: world.applyPath,
    applyControllers: (effects) => directory.apply(effects),
  });
  const { traffic = { everyMs: TRAFFIC_EVERY_MS } } = options;
  if (traffic) undo.use(startPeople(estate, cloud, traffic.everyMs));
  const { tenant, clientId, authority, population } = estate;
  return {
    ...{ mode, seed, tenantName, sites, timings, clock, network, timeline, clientId, faults },
    ...{ agents, accounts: population.accounts, crypto: world.crypto, tenantId: tenant.id },
    cryptoKind: world.crypto.kind,
    prober: outside(world, 'prober'),
    siteTrust: world.siteTrust,
    cloudTrace: cloud.trace,
    endpoints: {
      authority,
      graph: `https://${labHost(HOSTS.graph)}`,
      ...(world.live && { live: liveEndpoints(world.live, tenant.id) }),
    },
    drive: (work) => trouble.unless(clock.drive(work)),
    wait: (durationMs, stop) => trouble.unless(waitFor(clock, durationMs, stop)),
    advance: (durationMs, stop) => trouble.unless(advanceBy(clock, durationMs, stop)),
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}

/** What all parts of the estate are made from. */
interface Estate extends WorldOptions {
  world: World;
  timeline: Timeline;
  trouble: Trouble;
  domain: string;
  population: Population;
  tenant: Tenant;
  authority: string;
  clientId: string;
}

function settle(
  dice: Dice,
  tenantName: string,
  { users = USERS_PER_GROUP, directory = {} }: LabOptions,
  nowMs: number,
) {
  const domain = `${tenantName}.example`;
  const population = createPopulation(
    dice.fork('people'),
    domain,
    users,
    nowMs,
    directory.accounts,
  );
  const tenant = createTenant(dice.fork('tenant'), tenantName, domain, population);
  const authority = `https://${labHost(HOSTS.signIn)}/${tenant.id}`;
  const clientId = tenant.applications[0]?.clientId ?? '';
  return { domain, population, tenant, authority, clientId };
}

function startDomain({ world, sites, domain: name, population, timings }: Estate) {
  const { clock, network } = world;
  const controllers = sites
    .flatMap((site) => site.controllers)
    .map((controller) => ({ name: controller, host: controllerHost(controller) }));
  const accounts = population.directoryAccounts;
  const domain = createDomain({ name, accounts, policy: timings, clock });
  return startDirectory({ domain, controllers, clock, network });
}

function startPeople(estate: Estate, cloud: RunningCloud, everyMs: number): Disposable {
  const { world, dice, authority, clientId, population, timings, timeline, trouble } = estate;
  const { clock, network } = world;
  return startTraffic({
    ...{ clock, network, authority, clientId, timeline, everyMs },
    dice: dice.fork('traffic'),
    from: outside(world, 'user'),
    groups: population.groups,
    timeoutMs: timings.probeTimeoutMs,
    answeredBy: cloud.answeredBy,
    onTrouble: trouble.report,
  });
}

function liveEndpoints({ signInPort, caFile }: LiveDoor, tenantId: string): LiveEndpoints {
  const origin = `https://localhost:${signInPort}`;
  return { authority: `${origin}/${tenantId}`, graph: origin, caFile };
}

async function createWorld(
  { mode, crypto, stateDir, ports }: LabOptions,
  options: WorldOptions,
): Promise<World> {
  if (mode !== 'live') {
    return createVirtualWorld({ ...options, cryptoKind: crypto ?? 'stand-in' });
  }
  if (crypto === 'stand-in') {
    throw new LabError('ESTATE_INVALID', 'Live mode has real keys only: leave --crypto out.');
  }
  // Loaded on demand: a virtual run must not even load a network library.
  const { createLiveWorld } = await import('./live-world.ts');
  return createLiveWorld({ ...options, ...(stateDir && { stateDir }), ...(ports && { ports }) });
}

function outside(world: World, component: string): Vantage {
  return { component, site: OPEN_SITE, trust: [world.authority.certificate] };
}

const CONNECT_STEP_MS = 50;

/** A lab is ready when every agent holds a signalling connection. */
async function untilConnected(
  { clock }: World,
  { entra }: RunningCloud,
  agents: number,
  timings: Timings,
): Promise<void> {
  const dueMs = clock.nowMs() + timings.registrationTimeoutMs;
  while (entra.connectedAgents().length < agents) {
    if (clock.nowMs() > dueMs) {
      throw new LabError(
        'AGENTS_NOT_CONNECTED',
        `Expected ${agents} connected agents within ${timings.registrationTimeoutMs} ms ` +
          `of lab time, got ${entra.connectedAgents().length}.`,
      );
    }
    await clock.drive(clock.sleep(CONNECT_STEP_MS));
  }
}

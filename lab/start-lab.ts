/**
 * Puts an estate together: world, directory, cloud, agents, traffic; and takes it down in reverse.
 * Whoever sets something up pushes its undo in the same breath.
 */

import type { Agent } from '../agent/start-agent.ts';
import { createCloudSync } from '../mock-entra/tenant/sync.ts';
import { HOSTS, labHost } from '../protocol/hosts.ts';
import { type Timings, timingsWith } from '../protocol/timings.ts';
import { createDice } from '../runtime/dice.ts';
import { LabError } from '../runtime/lab-error.ts';
import { OPEN_SITE } from '../runtime/path.ts';
import type { Dice, Vantage } from '../runtime/ports.ts';
import { createUndoStack, type UndoStack } from '../runtime/undo.ts';
import { startAgents } from './agents.ts';
import { type RunningCloud, startCloud } from './cloud.ts';
import { type LabOptions, sitesOf } from './estate.ts';
import { createFaultControl } from './fault-control.ts';
import type { Lab, LiveEndpoints } from './lab.ts';
import { advanceBy, waitFor } from './passage.ts';
import { startPremises } from './premises/premises.ts';
import { createKeptDirectory } from './state/kept-directory.ts';
import { loadState, openState } from './state/kept-state.ts';
import type { StateFile } from './state/state-file.ts';
import { type FoundedTenant, foundTenant, timingsOf } from './tenant/found-tenant.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { startTraffic } from './traffic.ts';
import { createTrouble, type Trouble } from './trouble.ts';
import { createVirtualWorld } from './worlds/virtual-world.ts';
import type { LiveDoor, OpenProxy, World, WorldOptions } from './worlds/world.ts';

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
  const kept = await openState(options, undo);
  const estate = await foundEstate(options, undo, kept);
  const { world, trouble } = estate;
  const keptState = kept && loadState(kept, estate);
  const premises = undo.use(
    await startPremises({ ...estate, ...(kept && { keptDirectory: createKeptDirectory(kept) }) }),
  );
  const { connect } = premises;
  const cloud = undo.use(
    await startCloud({
      ...{ ...estate, connect, dice: estate.dice.fork('cloud') },
      ...keptState,
    }),
  );
  connect.attach(createCloudSync(cloud.entra.cloud));
  premises.replay();
  const certified = certify(estate, options);
  const { agents, connected } = enterAgents(estate, cloud, undo);
  const ready = Promise.all([connected, certified]);
  if (options.mode === 'in-process') ready.catch(trouble.report);
  else await ready;

  const { hosts, handle } = cloud.entra;
  const opened = await world.live?.openProxy?.(hosts, handle);
  const proxy = opened && undo.use(opened);
  const { traffic = { everyMs: TRAFFIC_EVERY_MS } } = options;
  if (traffic && hasTraffic(estate)) undo.use(startPeople(estate, cloud, traffic.everyMs));
  return {
    ...describeEstate(estate, options, proxy),
    ...driveEstate(estate, kept),
    ...{ agents, connected, entra: cloud.entra, cloudTrace: cloud.trace },
    ...{ directory: premises.directory, sync: connect.sync },
    faults: createFaultControl({
      ...{ clock: world.clock, sites: estate.sites, timeline: estate.timeline },
      applyPath: world.applyPath,
      applyControllers: premises.applyControllers,
    }),
    ...(world.hold && { hold: world.hold }),
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}

/** What was settled before anything ran. */
function describeEstate(
  estate: Estate,
  { mode = 'virtual' }: LabOptions,
  proxy: OpenProxy | undefined,
) {
  const { seed, sites, timings, timeline, world, tenant, clientId, authority } = estate;
  return {
    mode: mode === 'virtual' ? mode : ('live' as const),
    ...{ seed, tenantName: tenant.name, tenantId: tenant.id, sites, timings, timeline, clientId },
    ...{ accounts: estate.population.accounts, applications: estate.applications.kept },
    ...{ clock: world.clock, network: world.network, crypto: world.crypto },
    ...{ cryptoKind: world.crypto.kind, siteTrust: world.siteTrust },
    prober: outside(world, 'prober'),
    endpoints: {
      authority,
      graph: `https://${labHost(HOSTS.graph)}`,
      ...(world.live && { live: liveEndpoints(world.live, estate, proxy) }),
    },
  };
}

function driveEstate(
  { world: { clock }, trouble }: Estate,
  kept: StateFile | undefined,
): Pick<Lab, 'drive' | 'wait' | 'advance'> {
  return {
    drive: (work) => trouble.unless(clock.drive(work)),
    wait: (durationMs, stop) => trouble.unless(waitFor(clock, durationMs, stop)),
    advance: (durationMs, stop) =>
      trouble.unless(advanceBy(clock, durationMs, stop).finally(() => kept?.keepTime())),
  };
}

async function foundEstate(
  options: LabOptions,
  undo: UndoStack,
  kept: StateFile | undefined,
): Promise<Estate> {
  const { seed = '1', realNames = false } = options;
  const sites = sitesOf(options);
  const timings = timingsWith({ ...timingsOf(options.tenantFile), ...options.timings });
  const dice = createDice(seed);
  const world = undo.use(
    await createWorld(options, {
      ...{ dice: dice.fork('world'), sites, timings },
      ...(kept && { aheadMs: kept.aheadMs }),
    }),
  );
  return {
    ...{ seed, dice, sites, timings, world, realNames },
    ...{ timeline: createTimeline(), trouble: createTrouble() },
    ...settle(dice, options, world.clock.nowMs()),
  };
}

/** A tenant of few users may have nobody who signs in by themselves. */
function hasTraffic({ population }: Estate): boolean {
  return Object.values(population.groups).some(({ length }) => length > 0);
}

/** What all parts of the estate are made from. */
interface Estate extends WorldOptions, FoundedTenant {
  seed: string;
  world: World;
  realNames: boolean;
  timeline: Timeline;
  trouble: Trouble;
  domain: string;
  authority: string;
}

function settle(dice: Dice, options: LabOptions, nowMs: number) {
  const founded = foundTenant(dice, options, nowMs);
  const { id, domains } = founded.tenant;
  const authority = `https://${labHost(HOSTS.signIn)}/${id}`;
  return { ...founded, domain: domains[0]?.name ?? '', authority };
}

/**
 * Beside the agents' start, because RSA keys take their time. In process a key is made only for
 * those who describe a tenant that asks for one.
 */
async function certify({ world, applications }: Estate, { mode, tenantFile }: LabOptions) {
  if (mode === 'in-process' && tenantFile === undefined) return;
  await applications.certify(world.signing ?? world.crypto, world.clock.nowMs());
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

function liveEndpoints(
  { signInPort, caFile, port443 }: LiveDoor,
  { tenant, realNames }: Estate,
  proxy: OpenProxy | undefined,
): LiveEndpoints {
  const origin = `https://localhost:${signInPort}`;
  return {
    ...{ authority: `${origin}/${tenant.id}`, graph: origin, caFile, port443 },
    ...(proxy && { proxy: proxy.url, proxyCaFile: proxy.caFile }),
    realNames: proxy !== undefined && realNames,
  };
}

async function createWorld(
  { mode, crypto, stateDir, ports }: LabOptions,
  options: WorldOptions,
): Promise<World> {
  if (mode === 'in-process') {
    const { createInProcessWorld } = await import('./worlds/in-process-world.ts');
    return createInProcessWorld(options);
  }
  if (mode !== 'live') {
    return createVirtualWorld({ ...options, cryptoKind: crypto ?? 'stand-in' });
  }
  if (crypto === 'stand-in') {
    throw new LabError('ESTATE_INVALID', 'Live mode has real keys only: leave --crypto out.');
  }
  // Loaded on demand: a virtual run must not even load a network library.
  const { createLiveWorld } = await import('./worlds/live-world.ts');
  return createLiveWorld({ ...options, ...(stateDir && { stateDir }), ...(ports && { ports }) });
}

function outside(world: World, component: string): Vantage {
  return { component, site: OPEN_SITE, trust: [world.authority.certificate] };
}

/** `agents` fills while they register; those that came are stopped, whether or not all did. */
function enterAgents(estate: Estate, cloud: RunningCloud, undo: UndoStack) {
  const agents = new Map<string, Agent>();
  const enter = async () => {
    const started = await estate.world.clock.drive(startAgents(estate));
    for (const [name, agent] of started) agents.set(name, agent);
    await untilConnected(estate.world, cloud, agents.size, estate.timings);
  };
  // Until they are there, a clock in the background still has work to do.
  const held = estate.world.hold?.();
  const connected = enter().finally(() => held?.[Symbol.dispose]());
  undo.defer(async () => {
    await connected.catch(() => {});
    for (const agent of agents.values()) agent.stop();
  });
  return { agents, connected };
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

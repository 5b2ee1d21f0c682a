/**
 * Puts an estate together: world, directory, cloud, agents, traffic; and takes it down in reverse.
 * Whoever sets something up pushes its undo in the same breath.
 */

import { createCloudSync } from '../mock-entra/tenant/sync.ts';
import type { AgentCapacity } from '../protocol/capacity.ts';
import { HOSTS, labHost } from '../protocol/hosts.ts';
import { timingsWith } from '../protocol/timings.ts';
import { createDice } from '../runtime/dice.ts';
import { OPEN_SITE } from '../runtime/path.ts';
import type { Dice, Vantage } from '../runtime/ports.ts';
import { buildWithUndo, type UndoStack } from '../runtime/undo.ts';
import { type RunningCloud, startCloud } from './cloud.ts';
import { createControls } from './controls.ts';
import { type LabOptions, type Site, sitesOf } from './estate.ts';
import type { History } from './history.ts';
import type { Lab, LiveEndpoints } from './lab.ts';
import { startTraffic } from './people/traffic.ts';
import { createConnectServers } from './premises/connect-servers.ts';
import { type EstateForest, forestsOf } from './premises/forests.ts';
import { type Premises, startPremises } from './premises/premises.ts';
import { askRealDirectory, externalForests, refuseUnsparing } from './premises/real-directory.ts';
import { certificateAges } from './servers/certificate-ages.ts';
import { enterServers } from './servers/enter-servers.ts';
import { createKeptDirectory } from './state/kept-directory.ts';
import { loadState, openState } from './state/kept-state.ts';
import type { StateFile } from './state/state-file.ts';
import { type FoundedTenant, foundTenant, timingsOf } from './tenant/found-tenant.ts';
import { createFollowers, type Followers } from './time/followers.ts';
import { joinDrives } from './time/joined-drive.ts';
import { advanceBy, waitFor } from './time/passage.ts';
import { watchTimings } from './time/watch-timings.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { createTrouble, type Trouble } from './trouble.ts';
import { createWorld } from './worlds/create-world.ts';
import type { LiveDoor, OpenProxy, World, WorldOptions } from './worlds/world.ts';

const TRAFFIC_EVERY_MS = 5_000;

/**
 * @throws LabError `ESTATE_INVALID`, `REGISTRATION_FAILED`, and in live mode `PORT_BUSY` or
 *   `STATE_UNREADABLE`; whatever had been started is taken down first.
 */
export function startLab(options: LabOptions = {}): Promise<Lab> {
  return buildWithUndo((undo) => assemble(options, undo));
}

async function assemble(options: LabOptions, undo: UndoStack): Promise<Lab> {
  const kept = await openState(options, undo);
  const estate = await foundEstate(options, undo, kept);
  const { world, trouble } = estate;
  foundOutposts(estate);
  const keptState = kept && loadState(kept, estate);
  const connectServers = createConnectServers(estate.sites);
  const premises = undo.use(
    await startPremises({
      ...{ ...estate, connectServers },
      ...(kept && { keptDirectory: createKeptDirectory(kept) }),
    }),
  );
  const { connect } = premises;
  const cloud = undo.use(
    await startCloud({
      ...{ ...estate, connect, dice: estate.dice.fork('cloud') },
      certificateAgeMs: certificateAges(estate.sites),
      ...keptState,
    }),
  );
  connect.attach(createCloudSync(cloud.entra.cloud));
  premises.replay();
  await openToOutposts(world, cloud, undo);
  const certified = certify(estate, options);
  const { room, agents, connected, shutDown } = enterServers(estate, cloud);
  undo.defer(shutDown);
  const restart = (name: string) => room.servers.get(name)?.reboot(0).catch(trouble.report);
  world.outposts?.onReturned(restart);
  const ready = Promise.all([connected, certified, world.outposts?.founded(), premises.mirrored()]);
  if (options.mode === 'in-process') ready.catch(trouble.report);
  else await ready;

  const proxy = await openProxyOf(world, cloud, undo);
  const people = letPeopleIn(options, estate, cloud);
  if (people) undo.use(people);
  const lab: Lab = {
    ...describeEstate(estate, options, proxy),
    ...driveEstate(estate, kept, premises),
    ...{ agents, connected, entra: cloud.entra, cloudTrace: cloud.trace },
    ...{ servers: room.servers, addServer: room.addServer },
    ...{ cloneServer: room.cloneServer, removeServer: room.removeServer },
    ...{ directory: premises.directory, sync: connect.sync, connectServers },
    ...createControls({ options, estate, premises, cloud, room, lab: () => lab }),
    ...(people && { traffic: people }),
    ...(world.hold && { hold: world.hold }),
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
  return lab;
}

/** Real controllers take their time: they begin before anybody needs them. */
function foundOutposts({ world, forests: [own], trouble }: Estate): void {
  world.outposts?.found({ domain: own?.suffixes[0] ?? '', onTrouble: trouble.report });
}

/** By now every name of the cloud is known; from now on the sites find it. */
async function openToOutposts(
  { live, outposts }: World,
  { entra: { hosts, handle } }: RunningCloud,
  undo: UndoStack,
): Promise<void> {
  const front = await live?.openFront?.(hosts, handle);
  if (front) undo.use(front);
  await outposts?.open();
}

async function openProxyOf(
  { live }: World,
  { entra: { hosts, handle } }: RunningCloud,
  undo: UndoStack,
): Promise<OpenProxy | undefined> {
  const proxy = await live?.openProxy?.(hosts, handle);
  return proxy && undo.use(proxy);
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
    ...{ forests: estate.forests, capacity: estate.capacity ?? ('host' as const) },
    ...{ seed, tenantName: tenant.name, tenantId: tenant.id, sites, timings, timeline, clientId },
    ...{ accounts: estate.population.accounts, applications: estate.applications.kept },
    ...{ groups: estate.population.groups, usedTimings: estate.usedTimings },
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
  { world: { clock, outposts }, trouble, followers }: Estate,
  kept: StateFile | undefined,
  { mirrored }: Pick<Premises, 'mirrored'>,
): Pick<Lab, 'drive' | 'wait' | 'advance' | 'followers'> {
  const drive = joinDrives(clock);
  const { nowMs, sleep } = clock;
  const waiting = { nowMs: nowMs.bind(clock), sleep: sleep.bind(clock), drive };
  /** Real controllers learn on the way what the time that passes makes of accounts. */
  const bring = async (untilMs: number) => {
    await mirrored();
    await Promise.all([followers.bring(untilMs), outposts?.tellTime(untilMs)]);
  };
  const following = outposts ? { ...followers, bring } : followers;
  return {
    drive: (work) => trouble.unless(drive(work)),
    wait: (durationMs, stop) => trouble.unless(waitFor(waiting, durationMs, stop)),
    advance: (durationMs, stop) =>
      trouble.unless(advanceBy(clock, durationMs, stop, following).finally(() => kept?.keepTime())),
    followers,
  };
}

async function foundEstate(
  options: LabOptions,
  undo: UndoStack,
  kept: StateFile | undefined,
): Promise<Estate> {
  const { seed = '1', realNames = false } = options;
  refuseUnsparing(options);
  const sites = sitesOf(options);
  const { timings, used: usedTimings } = watchTimings(
    timingsWith({ ...timingsOf(options.tenantFile), ...options.timings }),
  );
  const dice = createDice(seed);
  const { externalDirectory: external } = options;
  const capacity = options.capacity === 'host' ? undefined : options.capacity;
  const followers = createFollowers();
  const created = undo.use(
    await createWorld(options, {
      ...{ dice: dice.fork('world'), sites, timings, followers },
      ...(kept && { aheadMs: kept.aheadMs }),
    }),
  );
  const world = external ? askRealDirectory(created, external) : created;
  return {
    ...{ seed, dice, sites, timings, usedTimings, followers, world, realNames },
    ...(options.history && { history: options.history }),
    ...(capacity && { capacity }),
    choiceSkew: options.choiceSkew ?? 0,
    ...{ timeline: createTimeline(), trouble: createTrouble() },
    ...settle(dice, { ...options, sites }, world.clock.nowMs()),
  };
}

/** A real directory is spared all sign-ins but those that somebody asks for. */
function letPeopleIn(
  { externalDirectory, traffic = !externalDirectory && { everyMs: TRAFFIC_EVERY_MS } }: LabOptions,
  estate: Estate,
  cloud: RunningCloud,
) {
  if (!traffic || !hasTraffic(estate)) return undefined;
  return startPeople(estate, cloud, traffic.everyMs);
}

/** A tenant of few users may have nobody who signs in by themselves. */
function hasTraffic({ population }: Estate): boolean {
  return Object.values(population.groups).some(({ length }) => length > 0);
}

/** What all parts of the estate are made from. */
interface Estate extends WorldOptions, FoundedTenant {
  usedTimings: Lab['usedTimings'];
  seed: string;
  followers: Followers;
  world: World;
  realNames: boolean;
  history?: History;
  capacity?: AgentCapacity;
  choiceSkew: number;
  timeline: Timeline;
  trouble: Trouble;
  forests: readonly EstateForest[];
  authority: string;
}

function settle(dice: Dice, options: LabOptions & { sites: readonly Site[] }, nowMs: number) {
  const founded = foundTenant(dice, options, nowMs);
  const { id, domains } = founded.tenant;
  const authority = `https://${labHost(HOSTS.signIn)}/${id}`;
  const domain = domains[0]?.name ?? '';
  const forests = options.externalDirectory
    ? externalForests(domain)
    : forestsOf(options, options.sites, domain);
  return { ...founded, forests, authority };
}

/**
 * Beside the agents' start, because RSA keys take their time. In process a key is made only for
 * those who describe a tenant that asks for one.
 */
async function certify({ world, applications }: Estate, { mode, tenantFile }: LabOptions) {
  if (mode === 'in-process' && tenantFile === undefined) return;
  await applications.certify(world.signing ?? world.crypto, world.clock.nowMs());
}

function startPeople(estate: Estate, cloud: RunningCloud, everyMs: number) {
  const { world, dice, authority, clientId, population, timings, timeline, trouble } = estate;
  const { clock, network } = world;
  return startTraffic({
    ...{ clock, network, authority, clientId, timeline, everyMs },
    dice: dice.fork('traffic'),
    from: outside(world, 'user'),
    groups: population.groups,
    timeoutMs: timings.probeTimeoutMs,
    ...{ answeredBy: cloud.answeredBy, handedTo: cloud.handedTo },
    onTrouble: trouble.report,
    ...(estate.history && { history: estate.history }),
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

function outside(world: World, component: string): Vantage {
  return { component, site: OPEN_SITE, trust: [world.authority.certificate] };
}

/**
 * The world on real sockets, all of it on loopback: real time with an offset, real RSA, TLS and a
 * gateway per site. The CA is kept in the state folder, so that a person trusts it once.
 */
import { join } from 'node:path';
import type { PathEffect } from '../../protocol/effects.ts';
import { createAuthority } from '../../runtime/certificate-authority.ts';
import { createFastCrypto } from '../../runtime/crypto/fast.ts';
import { createRsaCrypto, type LiveCrypto } from '../../runtime/crypto/rsa.ts';
import { createActivity } from '../../runtime/live/activity.ts';
import { CA_FILE, loadOrCreateAuthority } from '../../runtime/live/ca-store.ts';
import { createLiveClock } from '../../runtime/live/clock.ts';
import type { GatewayTo } from '../../runtime/live/connect-proxy.ts';
import { entropy } from '../../runtime/live/entropy.ts';
import { createLiveNetwork, type LiveNetwork } from '../../runtime/live/network.ts';
import type { PoolOptions } from '../../runtime/live/pool.ts';
import { sizeThreadPool } from '../../runtime/live/thread-pool.ts';
import { buildWithUndo, type UndoStack } from '../../runtime/undo.ts';
import { REGISTRATION_AUTHORITY } from '../../runtime/x509.ts';
import type { DoorOptions, LabOptions, Site } from '../estate.ts';
import type { Outposts } from '../outposts/outposts.ts';
import {
  type AgentProcesses,
  type AgentProcessesOptions,
  createAgentProcesses,
} from '../processes/agent-processes.ts';
import { createUnderWay } from '../remote/under-way.ts';
import { type Abroad, type AbroadOptions, countCalls, goAbroad } from './abroad.ts';
import { provable } from './answer-proof.ts';
import { standingDelays } from './controller-latency.ts';
import { type OpenProxyOptions, openProxy } from './open-proxy.ts';
import { openRealDirectory } from './open-real-directory.ts';
import { createSiteAuthorities } from './site-authorities.ts';
import { goesOutByProxyOnly, type LiveDoor, type World, type WorldOptions } from './world.ts';

const DEFAULT_STATE_DIR = '.pta-lab';
const LIFETIME_MS = 3650 * 24 * 3_600_000;
const HTTPS_PORT = 443;
/** Real time that a call may take before it is taken to wait for lab time. */
const ABROAD_MS_MAX = 250;

type LiveOptions = WorldOptions &
  Pick<LabOptions, 'stateDir' | 'ports' | 'externalDirectory' | 'crypto' | 'agentProcesses'> &
  Pick<LabOptions, 'outposts'>;

/** @throws LabError `STATE_UNREADABLE`, `PORT_BUSY`, `OUTPOSTS_MISSING` */
export function createLiveWorld(options: LiveOptions): Promise<World> {
  return buildWithUndo((undo) => assemble(options, undo));
}

async function assemble(options: LiveOptions, undo: UndoStack): Promise<World> {
  const { sites, timings, stateDir = DEFAULT_STATE_DIR, aheadMs = 0 } = options;
  sizeThreadPool();
  const crypto = options.crypto === 'fast' ? createFastCrypto() : createRsaCrypto();
  const agents = sites.flatMap((site) => site.agents).length;
  // Of each agent, of the registration CA and of the token signer.
  const preparing = crypto.prepareKeys(agents + 2);
  undo.defer(() => preparing);
  const activity = undo.use(createActivity({ crypto }));
  const underWay = createUnderWay(ABROAD_MS_MAX);
  const quiet = () => underWay.settled(activity.quiet);
  const clock = createLiveClock({ quiet, startMs: Date.now() + aheadMs });
  undo.defer(() => clock.stop());
  const authorities = await createAuthorities(crypto, sites, stateDir, clock.nowMs());
  const { authority, inspection, registrationAuthority } = authorities;
  const shared = { crypto, activity, authority };
  const abroad = await openAbroad(options, { ...shared, inspection }, undo);
  const network = undo.use(
    await createLiveNetwork({
      ...{ ...shared, clock, inspection: inspection.of, dice: options.dice.fork('path') },
      ...{ sites: sites.map(({ name }) => name), proxyOnly: goesOutByProxyOnly(sites) },
      ...{ connectionIdleMs: timings.connectionIdleMs, connectionLimit: timings.connectionLimit },
      ...(abroad && { gatewayPorts: abroad.outposts.gatewayPorts }),
    }),
  );
  const apart = startApart(options, { clock, crypto, network, agents }, abroad?.outposts);
  if (apart) undo.use(apart);
  const standing = standingDelays(sites);
  const told = abroad?.telling(standing) ?? telling(network, apart, standing);
  const realDirectory = await openExternal(options, { clock, activity }, undo);
  const proxyParts = { ...shared, stateDir };
  // A real directory is spared: that lab cannot prove itself, so that no load goes to it.
  const takesLoad = options.externalDirectory === undefined;
  const led = { gatewayTo: leadToLab(network, sites), takesLoad, abroad };
  const doors = createDoors(network, options.ports ?? {}, proxyParts, led);
  return {
    ...{ clock, crypto, authority, registrationAuthority },
    network: {
      ...{ ...network, ...(abroad && countCalls(network, underWay, clock)), publish: told.publish },
      serve: abroad?.serving(doors.serve) ?? doors.serve,
    },
    siteTrust: (site) => [authority.certificate, inspection.of(site).trusted.certificate],
    applyPath: told.apply,
    live: doors.live,
    ...(abroad && { outposts: abroad.outposts, findImpossible: abroad.outposts.findImpossible }),
    ...(apart && { agentProcesses: apart }),
    ...(realDirectory && { realDirectory }),
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}

/** Where containers are asked for. */
async function openAbroad(
  options: LiveOptions,
  parts: Pick<AbroadOptions, 'crypto' | 'activity' | 'authority' | 'inspection'>,
  undo: UndoStack,
): Promise<Abroad | undefined> {
  const { outposts } = options;
  return outposts && undo.use(await goAbroad({ ...outposts, ...parts, world: options }));
}

function startApart(
  { agentProcesses, followers, sites }: WorldOptions & Pick<LabOptions, 'agentProcesses'>,
  { network, ...parts }: Omit<AgentProcessesOptions, 'followers' | 'gatewayPorts'> & Networked,
  outposts: Outposts | undefined,
): AgentProcesses | undefined {
  if ((!agentProcesses && !outposts) || !followers) return undefined;
  const ports = sites.map(({ name }) => [name, network.gatewayPortOf(name) ?? 0] as const);
  return createAgentProcesses({
    ...{ ...parts, followers, gatewayPorts: new Map(ports) },
    ...(outposts && { spawn: outposts.spawnAgent, namesElsewhere: true }),
  });
}

interface Networked {
  network: LiveNetwork;
}

/** Who comes to the doors, and where those lead that are not for the lab's own listeners. */
interface Led {
  gatewayTo: GatewayTo;
  takesLoad: boolean;
  abroad: Abroad | undefined;
}

interface Telling {
  apply: World['applyPath'];
  publish: LiveNetwork['publish'];
}

/** What a client finds out by itself, those in other processes have to be told. */
function telling(
  network: LiveNetwork,
  apart: AgentProcesses | undefined,
  standing: readonly PathEffect[],
): Telling {
  const apply = (effects: readonly PathEffect[]) => {
    network.apply([...standing, ...effects]);
    apart?.applyPath([...standing, ...effects]);
  };
  apply([]);
  return {
    apply,
    publish(name, hosts) {
      network.publish(name, hosts);
      apart?.publish(name, hosts);
    },
  };
}

/**
 * `localhost` is where strangers' clients knock: the one listener whose ports a person may choose.
 */
function createDoors(
  network: LiveNetwork,
  { signIn = 0, also443 = false, host, proxy: port }: DoorOptions,
  proxyParts: Pick<OpenProxyOptions, 'crypto' | 'activity' | 'authority' | 'stateDir'>,
  { gatewayTo, takesLoad, abroad }: Led,
): { serve: LiveNetwork['serve']; live: LiveDoor } {
  const signInDoor = {
    port: signIn,
    ...(also443 && { alsoPort: HTTPS_PORT }),
    ...(host !== undefined && { host }),
  };
  let port443 = false;
  const usual = () => port443 || abroad?.frontPort === HTTPS_PORT;
  const live: LiveDoor = {
    get signInPort() {
      return network.portOf('localhost') ?? 0;
    },
    get port443() {
      return usual();
    },
    caFile: abroad?.caFile ?? join(proxyParts.stateDir, CA_FILE),
    ...(abroad && {
      openFront: (hosts, handle) => abroad.openFront(network, hosts, handle),
    }),
    ...(port !== undefined && {
      openProxy: (hosts, handle) => openProxy({ ...proxyParts, gatewayTo, hosts, handle, port }),
    }),
  };
  return {
    live,
    async serve(names, service) {
      if (!names.includes('localhost')) return network.serve(names, service);
      const { crypto, authority } = proxyParts;
      const ports = () => [live.signInPort, ...(usual() ? [HTTPS_PORT] : [])];
      const sign = (bytes: Uint8Array) => crypto.sign(authority.key, bytes);
      const proving = takesLoad ? provable(service, { names, ports, sign }) : service;
      const serving = await network.serve(names, proving, signInDoor);
      port443 = serving.also;
      return serving;
    },
  };
}

/** Nobody has the world yet who could take it down: where this fails, its undo is due here. */
async function openExternal(
  { externalDirectory, timings }: WorldOptions & Pick<LabOptions, 'externalDirectory'>,
  parts: Pick<PoolOptions, 'clock' | 'activity'>,
  undo: UndoStack,
): Promise<World['realDirectory']> {
  if (externalDirectory === undefined) return undefined;
  const pool = { ...parts, idleMs: timings.connectionIdleMs, limit: timings.connectionLimit };
  const opening = openRealDirectory(externalDirectory, pool, timings);
  return undo.use(
    await opening.catch(async (error: unknown) => {
      await undo[Symbol.asyncDispose]();
      throw error;
    }),
  );
}

/** An agent in another process takes the way of the site it says it stands at. */
function leadToLab(network: LiveNetwork, sites: readonly Site[]): GatewayTo {
  return (host, site = sites[0]?.name ?? '') =>
    network.portOf(host) === undefined ? undefined : network.gatewayPortOf(site);
}

/** The lab's own is kept between runs; the others are of this run only. */
async function createAuthorities(
  crypto: LiveCrypto,
  sites: readonly Site[],
  stateDir: string,
  nowMs: number,
) {
  const authority = await loadOrCreateAuthority(crypto, stateDir, nowMs, entropy);
  const shared = { lifetimeMs: LIFETIME_MS, dice: entropy, nowMs };
  const inspection = await createSiteAuthorities(sites, (name, nameConstraints) =>
    createAuthority(crypto, { ...shared, name, nameConstraints, algorithm: 'ec-p256' }),
  );
  const registration = { ...shared, name: REGISTRATION_AUTHORITY, nameConstraints: false };
  const registrationAuthority = await createAuthority(crypto, registration);
  return { authority, inspection, registrationAuthority };
}

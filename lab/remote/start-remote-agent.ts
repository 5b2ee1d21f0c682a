/**
 * One agent alone in a process, against a lab in another: the same agent as the lab's own, on live
 * ports. Its way out is the host's; its guards are the agent's, so that it talks to a lab and to
 * nobody else.
 */
import { randomUUID } from 'node:crypto';
import { refuseForeignAuthorities, refuseForeignEndpoint } from '../../agent/guard.ts';
import type { Installation } from '../../agent/installation.ts';
import { type AgentLogEntry, createAgentLog } from '../../agent/log/agent-log.ts';
import { register } from '../../agent/register.ts';
import { type Agent, startAgent } from '../../agent/start-agent.ts';
import { LATEST_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { type Timings, timingsWith } from '../../protocol/timings.ts';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { createDice } from '../../runtime/dice.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { createNames } from '../../runtime/live/names.ts';
import type { Crypto, Network, Vantage } from '../../runtime/ports.ts';
import { buildWithUndo, type UndoStack } from '../../runtime/undo.ts';
import type { Certificate } from '../../runtime/x509.ts';
import { startDirectUplink } from '../outposts/agent/direct-uplink.ts';
import {
  type CloudAddress,
  createCloudResolver,
  refuseForeignCloud,
} from '../replica/cloud-resolver.ts';
import { type Credentials, signInToRegister } from '../servers/registration-token.ts';
import { keepInstallation, loadInstallation } from './kept-installation.ts';
import { openPorts } from './open-ports.ts';
import type { Road } from './remote-network.ts';
import { startUplink } from './uplink.ts';

export interface RemoteAgentOptions {
  name: string;
  /** The site of the lab that it stands at. Default: the lab's first. */
  site?: string;
  /** As `decideWayOut` gives them. */
  proxies: readonly URL[];
  /** Where all names of the cloud are, instead: of a tenant that replicas share. */
  cloud?: CloudAddress;
  /** CAs of the lab. */
  trust: readonly Certificate[];
  tenantId: string;
  clientId: string;
  /** Who installs it; not asked for where an installation is kept. */
  administrator?: Credentials;
  /** `ldaps://…` */
  controllers: readonly string[];
  stateDir?: string;
  /** How far lab time is ahead of this machine's. */
  aheadMs: number;
  onEvent(entry: AgentLogEntry): void;
  onTrouble(error: unknown): void;
}

export interface RemoteAgent extends AsyncDisposable {
  readonly agent: Agent;
  nowMs(): number;
  /** Lab time moved on over there: what was due meanwhile happens here too. */
  catchUp(untilMs: number): Promise<void>;
}

/** @throws LabError `REGISTRATION_FAILED`, `USAGE_…`, `FOREIGN_…` */
export async function startRemoteAgent(options: RemoteAgentOptions): Promise<RemoteAgent> {
  // Before a byte leaves: the agent itself checks again.
  refuseForeignAuthorities(options.trust);
  for (const controller of options.controllers) refuseForeignEndpoint(controller);
  if (options.cloud) await refuseForeignCloud(options.cloud);
  return buildWithUndo((undo) => assemble(options, undo));
}

async function assemble(options: RemoteAgentOptions, undo: UndoStack): Promise<RemoteAgent> {
  const { name, site, trust, tenantId, stateDir, onTrouble } = options;
  const timings = timingsWith();
  const crypto = createRsaCrypto();
  const kept = stateDir && loadInstallation(crypto, stateDir, { tenantId, machineName: name });
  if (!kept) checkInstaller(options);
  const road = await takeUplink(options, undo);
  const startMs = Date.now() + options.aheadMs;
  const { clock, network } = openPorts({ crypto, timings, road, startMs }, undo);
  const vantage: Vantage = { component: name, site: site ?? 'remote', trust };
  const keep = () => {
    if (stateDir !== undefined) keepInstallation(crypto, stateDir, tenantId, agent.installation);
  };
  const log = createAgentLog({
    machineName: name,
    onEvent(entry) {
      options.onEvent(entry);
      // Whatever it says, its certificate may have become another one.
      if (isRunning) queueMicrotask(keep);
    },
  });
  let isRunning = false;
  const ports = { clock, crypto, network, vantage, timings, log };
  const installation = kept || (await install(options, ports));
  const agent = await startAgent({
    ...{ ...ports, tenantId, installation, onTrouble, controllers: options.controllers },
    dice: createDice(randomUUID()),
  });
  isRunning = true;
  undo.defer(() => agent.stop());
  keep();
  return {
    agent,
    nowMs: () => clock.nowMs(),
    catchUp: (untilMs) => clock.advanceTo(untilMs),
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}

/** By way of this host's proxies; whatever it calls, the name is for them to resolve. */
async function takeUplink(
  { proxies, site, cloud }: RemoteAgentOptions,
  undo: UndoStack,
): Promise<Road> {
  const uplink = undo.use(
    cloud
      ? await startDirectUplink({ resolver: createCloudResolver(cloud) })
      : await startUplink({ proxies, ...(site !== undefined && { site }) }),
  );
  return {
    names: createNames(),
    gatewayPort: () => uplink.port,
    clientCourse: () => ({ resolution: 'right', resolveMs: 0, proxied: cloud === undefined }),
    namesElsewhere: cloud !== undefined,
  };
}

type InstallPorts = Pick<Parameters<typeof register>[0], 'clock' | 'log'> & {
  crypto: Crypto;
  network: Network;
  vantage: Vantage;
  timings: Timings;
};

function checkInstaller({ administrator }: RemoteAgentOptions): Credentials {
  if (administrator) return administrator;
  throw new LabError(
    'USAGE_USER',
    'expected an administrator to register the agent: give --user and the password in ' +
      'PTA_LAB_PASSWORD or --password-file, or --state-dir with an installation',
  );
}

async function install(options: RemoteAgentOptions, ports: InstallPorts): Promise<Installation> {
  const { name, tenantId, clientId } = options;
  const refused = (why: string) =>
    new LabError('REGISTRATION_FAILED', `${name} could not register: ${why}.`);
  const { network, vantage, timings } = ports;
  const authority = `https://${labHost(HOSTS.signIn)}/${tenantId}`;
  const token = await signInToRegister(
    { network, from: vantage, authority, clientId, timings, ids: { guid: randomUUID } },
    checkInstaller(options),
  );
  if ('refused' in token) throw refused(`the administrator could not sign in (${token.refused})`);
  const registered = await register({
    ...{ ...ports, tenantId, machineName: name, registrationToken: token },
    version: LATEST_AGENT_VERSION,
  });
  if ('refused' in registered) throw refused(registered.refused);
  return registered;
}

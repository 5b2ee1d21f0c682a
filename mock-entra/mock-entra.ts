/**
 * The cloud side of Pass-through Authentication, for one tenant. It runs unchanged in virtual and
 * live mode. What it is told about passwords of PTA users ends in the encrypted values; it keeps
 * none.
 */
import type { CloudEffect } from '../protocol/effects.ts';
import { CLOUD_PORTS } from '../protocol/hosts.ts';
import { LIMITS } from '../protocol/limits.ts';
import type { AgentStatus, Timings } from '../protocol/timings.ts';
import type { Authority } from '../runtime/certificate-authority.ts';
import type { Clock, Crypto, Dice, Handle, KeyPair, Network } from '../runtime/ports.ts';
import { createAgentRegistry } from './agents/agent-registry.ts';
import { createEndpoints } from './agents/bootstrap.ts';
import { createSignalling } from './agents/signalling.ts';
import { acceptSignalling } from './agents/signalling-upgrade.ts';
import { createTurns } from './agents/turns.ts';
import { createUpdates } from './agents/updates.ts';
import { createValidation } from './agents/validation.ts';
import type { Cloud, Observer, Trace } from './cloud.ts';
import { type Conditions, createConditions } from './conditions.ts';
import { createDispatch } from './dispatch.ts';
import { createThrottle } from './graph/throttle.ts';
import { createJournal } from './journal.ts';
import {
  agentSurfaces,
  publicSurfaces,
  realSurfaces,
  revocationSurfaces,
  type Surface,
} from './routes.ts';
import { attachSharing, createSharedLog } from './shared/attach-sharing.ts';
import { shareRequests, shareUpgrades } from './shared/share-requests.ts';
import type { Sharing } from './shared/sharing.ts';
import type { Writeback, WritebackOutcome } from './sign-in/change-password.ts';
import { createInjections } from './sign-in/injections.ts';
import { createSignInLog, type SignInRow } from './sign-in/sign-in-log.ts';
import type { SettingsRecord } from './state/records.ts';
import { type CloudState, createState } from './state/state.ts';
import { livingTenant } from './tenant/living-tenant.ts';
import type { Tenant, User } from './tenant/tenant.ts';
import { createUsers } from './tenant/users.ts';
import { createTokenSigner, type TokenSigner } from './token/token-signer.ts';

type Serving = Pick<Network, 'serve'>;

export interface EntraOptions {
  clock: Clock;
  dice: Dice;
  crypto: Crypto;
  network: Serving;
  tenant: Tenant;
  /** Who is there at the start; what `state` holds already comes before it. */
  people: readonly User[];
  /** Default: a new one, in memory. */
  state?: CloudState;
  timings: Timings;
  /** Issues the agents' certificates; its own is the only anchor for them. */
  registrationAuthority: Authority;
  /** Of an agent that is there from the start. Default: registered now. */
  certificateAgeMs?(machineName: string): number;
  /** How unevenly agents are chosen, see `agents/choice.ts`. Default 0: each equally often. */
  choiceSkew?: number;
  /** RSA. Default: a new one. */
  signingKey?: KeyPair;
  /** Signs tokens only. Default: `crypto`. */
  signing?: Crypto;
  /**
   * `handle` answers to Microsoft's own names too: in this process only, since `network` never
   * serves them. Default false.
   */
  realNames?: boolean;
  /** The Connect server on premises. Absent: there is none, and passwords are not written back. */
  connect?: ConnectServer;
  /** With other replicas of the tenant. Default: this is the only one. */
  sharing?: Sharing;
  observer: Observer;
  trace?: Trace;
}

/** What the cloud asks of the Connect server. */
export interface ConnectServer {
  writeback(change: Writeback): Promise<WritebackOutcome>;
  settingsChanged(settings: SettingsRecord): void;
}

export interface AgentView {
  agentId: string;
  machineName: string;
  status: AgentStatus;
  /** Open signalling connections. */
  listeners: number;
}

export interface Entra extends AsyncDisposable {
  readonly tenant: Tenant;
  /** The names that `handle` answers to. */
  readonly hosts: readonly string[];
  /** Sign-in, Graph and registration, without a network in between. */
  readonly handle: Handle;
  /** Agents on the list, in order of registration. */
  agents(): readonly AgentView[];
  /** Those of them that a sign-in may be handed to. */
  connectedAgents(): readonly AgentView[];
  /** From inside: for whoever changes things past the wire, as the control API does. */
  readonly cloud: Cloud;
  /** Newest first. */
  signIns(): readonly SignInRow[];
  /** All effects that are on now, in place of those before. */
  apply(effects: readonly CloudEffect[]): void;
}

export async function startEntra(options: EntraOptions): Promise<Entra> {
  const cloud = await createCloud(options);
  const { registry, signalling, tenant } = cloud;
  const stop = await startServing(options.network, cloud);
  const agents = () =>
    registry.listed().map(({ id, machineName, status }): AgentView => {
      return { agentId: id, machineName, status, listeners: signalling.listeners(id) };
    });
  const surfaces = [...publicSurfaces(tenant.id), ...(options.realNames ? realSurfaces() : [])];
  return {
    tenant,
    cloud,
    hosts: surfaces.map(([host]) => host),
    handle: shareRequests(cloud, createDispatch(cloud, surfaces)),
    agents,
    connectedAgents: () => agents().filter(({ listeners }) => listeners > 0),
    signIns: () => cloud.log.page(Number.MAX_SAFE_INTEGER).rows,
    apply: (effects) => cloud.conditions.apply(effects),
    [Symbol.asyncDispose]: stop,
  };
}

/** Both groups of names or none: what is already up is taken down if the rest cannot start. */
async function startServing(network: Serving, cloud: Cloud): Promise<() => Promise<void>> {
  const { id } = cloud.tenant;
  const servers: AsyncDisposable[] = [];
  const stop = async () => {
    for (const server of servers.splice(0).reverse()) await server[Symbol.asyncDispose]();
    for (const part of [cloud.validation, cloud.signalling, cloud.registry]) part[Symbol.dispose]();
  };
  try {
    servers.push(await serve(network, cloud, publicSurfaces(id), 'none'));
    servers.push(await serve(network, cloud, agentSurfaces(id), 'requested'));
    servers.push(await serveRevocation(network, cloud));
  } catch (cause) {
    await stop();
    throw cause;
  }
  return stop;
}

function serve(
  network: Serving,
  cloud: Cloud,
  surfaces: readonly Surface[],
  clientCertificate: 'none' | 'requested',
): Promise<AsyncDisposable> {
  return network.serve(
    surfaces.map(([host]) => host),
    {
      clientCertificate,
      ...(clientCertificate === 'none' && {
        handle: shareRequests(cloud, createDispatch(cloud, surfaces)),
      }),
      ...(clientCertificate === 'requested' && {
        plain: [CLOUD_PORTS.status],
        handle: shareRequests(
          cloud,
          createDispatch(cloud, surfaces, () => {}),
        ),
        accept: shareUpgrades(cloud, (request, client) => acceptSignalling(cloud, request, client)),
      }),
    },
  );
}

function serveRevocation(network: Serving, cloud: Cloud): Promise<AsyncDisposable> {
  const surfaces = revocationSurfaces();
  const handle = createDispatch(cloud, surfaces, () => {});
  const hosts = surfaces.map(([host]) => host);
  return network.serve(hosts, {
    clientCertificate: 'none',
    plain: [CLOUD_PORTS.revocation],
    handle,
  });
}

async function createCloud(options: EntraOptions): Promise<Cloud> {
  const { clock, dice, crypto, timings, observer, sharing } = options;
  const common = sharing?.dice ?? dice;
  const remembered = rememberTenant(options);
  const tenant = livingTenant(options.tenant, remembered.settings);
  const conditions = createConditions(dice.fork('conditions'));
  const shared = sharing && { sharing, log: createSharedLog(sharing) };
  const cloud: Cloud = {
    clock,
    crypto,
    timings,
    tenant,
    observer,
    ...createAgentSide(options, tenant.id, conditions),
    renewalTurns: createTurns(clock, timings.renewalTurnMs),
    updates: createUpdates(clock, timings),
    signer: createSigner(options, remembered.state),
    ids: dice.fork('ids'),
    agentIds: dice.fork('agents'),
    agentGroupId: common.fork('agent group').guid(),
    ...remembered,
    registrationAuthority: options.registrationAuthority,
    certificateAgeMs: options.certificateAgeMs ?? (() => 0),
    endpoints: createEndpoints(tenant.id, timings, common.fork('endpoints')),
    log: shared?.log ?? createSignInLog(),
    ...(sharing && { sharing }),
    throttle: createThrottle(clock, timings),
    injections: createInjections(),
    conditions,
    journal: createJournal(),
    ...(options.connect && { writeback: options.connect.writeback }),
    trace: options.trace ?? (() => {}),
  };
  if (shared) attachSharing(cloud, shared.sharing, shared.log);
  return cloud;
}

/** Who the agents are, what they have open, and what they are asked. */
function createAgentSide(
  { clock, dice, crypto, timings, observer, sharing, choiceSkew = 0 }: EntraOptions,
  tenantId: string,
  conditions: Conditions,
): Pick<Cloud, 'registry' | 'signalling' | 'validation'> {
  const signalling = createSignalling({
    ...{ clock, timings, dice: dice.fork('choice'), skew: choiceSkew },
    ...(sharing && { connected: sharing.offer }),
  });
  const registry = createAgentRegistry({
    ...{ clock, timings, agentsMax: LIMITS.agentsMax.value },
    ...(sharing && { tell: sharing.tellAgent }),
    changed(change) {
      if (change.to === 'Removed') signalling.drop(change.agentId);
      observer.agentStatus(change);
    },
  });
  const validation = createValidation({
    ...{ clock, conditions, crypto, timings, registry, signalling, tenantId },
    ids: dice.fork('validation'),
    ...(sharing && { sharing }),
  });
  return { registry, signalling, validation };
}

function createSigner(
  { clock, crypto, signing = crypto, dice, timings, signingKey }: EntraOptions,
  { signingKeys: kept }: CloudState,
): TokenSigner {
  const overlapMs = timings.signingKeyOverlapMs;
  const key = signingKey && { key: signingKey };
  return createTokenSigner({
    clock,
    crypto: signing,
    dice: dice.fork('signer'),
    overlapMs,
    kept,
    ...key,
  });
}

/** A state that was kept wins over what the tenant was made from. */
function rememberTenant({ tenant, people, connect, state = createState() }: EntraOptions) {
  const users = createUsers(state.users);
  if (state.settings.get(SETTINGS) === undefined) state.settings.set(SETTINGS, tenant.settings);
  if (users.count === 0) for (const user of people) users.put(user);
  else users.reindex();
  return {
    ...{ people, state, users },
    settings: () => state.settings.get(SETTINGS) ?? tenant.settings,
    setSettings(settings: SettingsRecord) {
      state.settings.set(SETTINGS, settings);
      connect?.settingsChanged(settings);
    },
  };
}

const SETTINGS = 'tenant';

/**
 * The cloud side of Pass-through Authentication, for one tenant. It runs unchanged in virtual and
 * live mode. What it is told about passwords of PTA users ends in the encrypted values; it keeps
 * none.
 */
import { LIMITS } from '../protocol/limits.ts';
import type { AgentStatus, Timings } from '../protocol/timings.ts';
import type { Authority } from '../runtime/certificate-authority.ts';
import type { Clock, Crypto, Dice, KeyPair, Network } from '../runtime/ports.ts';
import { createAgentRegistry } from './agents/agent-registry.ts';
import { createEndpoints } from './agents/bootstrap.ts';
import { createSignalling } from './agents/signalling.ts';
import { acceptSignalling } from './agents/signalling-upgrade.ts';
import { createValidation } from './agents/validation.ts';
import type { Cloud, Observer, Trace } from './cloud.ts';
import { createDispatch } from './dispatch.ts';
import { agentSurfaces, publicSurfaces, type Surface } from './routes.ts';
import { createSignInLog, type SignInRow } from './sign-in/sign-in-log.ts';
import { indexUsers, type Tenant } from './tenant/tenant.ts';
import { createTokenSigner } from './token/token-signer.ts';

type Serving = Pick<Network, 'serve'>;

export interface MockEntraOptions {
  clock: Clock;
  dice: Dice;
  crypto: Crypto;
  network: Serving;
  tenant: Tenant;
  timings: Timings;
  /** Issues the agents' certificates; its own is the only anchor for them. */
  registrationAuthority: Authority;
  /** RSA. Default: a new one. */
  signingKey?: KeyPair;
  observer: Observer;
  trace?: Trace;
}

export interface AgentView {
  agentId: string;
  machineName: string;
  status: AgentStatus;
  /** Open signalling connections. */
  listeners: number;
}

export interface MockEntra extends AsyncDisposable {
  readonly tenant: Tenant;
  /** Agents on the list, in order of registration. */
  agents(): readonly AgentView[];
  /** Those of them that a sign-in may be handed to. */
  connectedAgents(): readonly AgentView[];
  /** Newest first. */
  signIns(): readonly SignInRow[];
}

export async function createMockEntra(options: MockEntraOptions): Promise<MockEntra> {
  const cloud = await createCloud(options);
  const { registry, signalling, tenant } = cloud;
  const stop = await startServing(options.network, cloud);
  const agents = () =>
    registry.listed().map(({ id, machineName, status }): AgentView => {
      return { agentId: id, machineName, status, listeners: signalling.listeners(id) };
    });
  return {
    tenant,
    agents,
    connectedAgents: () => agents().filter(({ listeners }) => listeners > 0),
    signIns: () => cloud.log.page(Number.MAX_SAFE_INTEGER).rows,
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
      handle: createDispatch(cloud, surfaces),
      ...(clientCertificate === 'requested' && {
        accept: (request, client) => acceptSignalling(cloud, request, client),
      }),
    },
  );
}

async function createCloud(options: MockEntraOptions): Promise<Cloud> {
  const { clock, dice, crypto, timings, tenant, observer, signingKey } = options;
  const signalling = createSignalling({ clock, timings, dice: dice.fork('choice') });
  const registry = createAgentRegistry({
    clock,
    timings,
    agentsMax: LIMITS.agentsMax.value,
    changed(change) {
      if (change.to === 'Removed') signalling.drop(change.agentId);
      observer.agentStatus(change);
    },
  });
  const validation = createValidation({
    clock,
    crypto,
    timings,
    registry,
    signalling,
    ids: dice.fork('validation'),
    tenantId: tenant.id,
  });
  const signer = await createTokenSigner({
    clock,
    crypto,
    dice: dice.fork('signer'),
    ...(signingKey && { key: signingKey }),
  });
  return {
    clock,
    crypto,
    timings,
    tenant,
    observer,
    registry,
    signalling,
    validation,
    signer,
    ids: dice.fork('ids'),
    agentIds: dice.fork('agents'),
    agentGroupId: dice.fork('agent group').guid(),
    users: indexUsers(tenant),
    registrationAuthority: options.registrationAuthority,
    endpoints: createEndpoints(tenant.id, timings, dice.fork('endpoints')),
    log: createSignInLog(),
    trace: options.trace ?? (() => {}),
  };
}

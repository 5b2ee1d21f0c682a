/**
 * Starts the estate's agents: each registers with the administrator's token, as an installation
 * does.
 */
import { type Agent, startAgent } from '../agent/start-agent.ts';
import { EVENTS } from '../protocol/events.ts';
import { controllerHost, REGISTRATION_AUDIENCE } from '../protocol/hosts.ts';
import type { Timings } from '../protocol/timings.ts';
import { LabError } from '../runtime/lab-error.ts';
import { OPEN_SITE } from '../runtime/path.ts';
import type { Dice } from '../runtime/ports.ts';
import { Secret } from '../runtime/secret.ts';
import type { Site } from './estate.ts';
import { attemptSignIn } from './sign-in.ts';
import type { Population } from './tenant/population.ts';
import type { Timeline } from './timeline.ts';
import type { Trouble } from './trouble.ts';
import type { World } from './worlds/world.ts';

export interface AgentsOptions {
  world: World;
  sites: readonly Site[];
  timings: Timings;
  timeline: Timeline;
  trouble: Trouble;
  dice: Dice;
  tenant: { id: string };
  authority: string;
  clientId: string;
  population: Population;
}

const REGISTRATION_SCOPE = `${REGISTRATION_AUDIENCE}/.default`;

/** @throws LabError `REGISTRATION_FAILED` if the administrator or an agent is refused. */
export async function startAgents(options: AgentsOptions): Promise<ReadonlyMap<string, Agent>> {
  const token = await administratorToken(options);
  const starts = options.sites.flatMap((site) =>
    site.agents.map(async (name) => [name, await startOne(options, site, name, token)] as const),
  );
  return new Map(await Promise.all(starts));
}

async function startOne(
  options: AgentsOptions,
  site: Site,
  name: string,
  registrationToken: Secret,
): Promise<Agent> {
  const { world, timings, timeline } = options;
  let refusal = '';
  const agent = await startAgent({
    clock: world.clock,
    crypto: world.crypto,
    network: world.network,
    vantage: { component: name, site: site.name, trust: world.siteTrust(site.name) },
    tenantId: options.tenant.id,
    machineName: name,
    controllers: controllersFrom(site, options.sites),
    timings,
    registrationToken,
    onEvent(entry) {
      if (entry.id === EVENTS.registrationRefused.id) refusal = entry.message;
      timeline.add({ kind: 'event', agent: name, ...entry });
    },
    onTrouble: options.trouble.report,
  });
  if (refusal) throw new LabError('REGISTRATION_FAILED', `${name} could not register: ${refusal}.`);
  return agent;
}

/** Those of the own site first, then the others: how a server finds a controller of its domain. */
function controllersFrom(own: Site, sites: readonly Site[]): readonly string[] {
  const others = sites.filter((site) => site !== own);
  return [own, ...others]
    .flatMap(({ controllers }) => controllers)
    .map((name) => `ldaps://${controllerHost(name)}`);
}

async function administratorToken(options: AgentsOptions): Promise<Secret> {
  const { world, population } = options;
  const { administrator } = population;
  const { result, accessToken } = await attemptSignIn({
    network: world.network,
    from: { component: 'administrator', site: OPEN_SITE, trust: [world.authority.certificate] },
    authority: options.authority,
    clientId: options.clientId,
    scope: REGISTRATION_SCOPE,
    userName: administrator.userName,
    password: administrator.password,
    correlationId: options.dice.fork('administrator').guid(),
    timeoutMs: options.timings.probeTimeoutMs,
  });
  if (accessToken) return new Secret(accessToken);
  const sentence =
    `${administrator.userName} could not sign in to register the agents: ${result}. Expected the ` +
    'password of the tenant file or seed; a state file may remember another one.';
  throw new LabError('REGISTRATION_FAILED', sentence);
}

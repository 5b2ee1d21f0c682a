/** A world of either kind with one server and one agent in it, for the network contract. */

import type { Site } from '../lab/estate.ts';
import type { World } from '../lab/worlds/world.ts';
import type { Established, PathEffect, PathScope } from '../protocol/effects.ts';
import { labHost } from '../protocol/hosts.ts';
import type {
  Call,
  Channel,
  Client,
  HttpRequest,
  Outcome,
  Service,
  Vantage,
} from '../runtime/ports.ts';

const SITE = 'hq';
/** Lets nothing out but through its proxy. */
const PROXY_SITE = 'plant';
export const RIG_SITES: readonly Site[] = [
  { name: SITE, agents: ['agt-1'], controllers: ['dc-1'], controllerLatencyMs: 300 },
  { name: PROXY_SITE, agents: [], controllers: [], proxy: { setting: 'wpad' } },
];
export const CLOUD = labHost('cloud.example.net');
export const URL_ = `https://${CLOUD}/x`;
export const PLAIN_URL = `http://${CLOUD}/x`;
export const TIMEOUT_MS = 20_000;
export const AGENT_ID = '66666666-7777-4888-9999-aaaaaaaaaaaa';

export type Path = {
  [K in PathEffect['kind']]: Omit<Extract<PathEffect, { kind: K }>, 'on' | 'scope'>;
};

/** On everything of the cloud, unless `scope` says less. */
export function onPath(effect: Path[keyof Path], scope: Partial<PathScope> = {}): PathEffect {
  return { on: 'path', scope: { hosts: ['*.example.net'], ...scope }, ...effect } as PathEffect;
}

/** What both networks must do: a sentence, and the check of it. */
export type Contract = readonly (readonly [string, (rig: Rig) => Promise<void>])[];

/** A world with one server and one agent in it, and what the tests do with them. */
export type Rig = Awaited<ReturnType<typeof createRig>>;

export async function createRig(world: World) {
  const { network, clock } = world;
  const seen: Client[] = [];
  const received: string[] = [];
  const serving = await network.serve([CLOUD], echoService(seen, received));
  const agent = await createAgentVantage(world);
  const call = (differs: Partial<Vantage> = {}): Call => ({
    from: { ...agent, ...differs },
    timeoutMs: TIMEOUT_MS,
  });
  const pass = (durationMs: number) => clock.advanceTo(clock.nowMs() + durationMs);
  return {
    ...{ world, network, seen, received, serving, call, pass, get: GET },
    ask: (from = call()) => clock.drive(network.request(GET, from)),
    askPlain: (url = PLAIN_URL) => clock.drive(network.request({ ...GET, url }, call())),
    examine: (from = call()) => clock.drive(network.examine(URL_, from)),
    /** From the site that has a proxy. */
    behind: (proxied: boolean | 'named') =>
      call({ site: PROXY_SITE, proxied, trust: world.siteTrust(PROXY_SITE) }),
    block: (established: Established) => world.applyPath([onPath({ kind: 'drop', established })]),
    openEcho: (from = call()) => openEcho(world, from),
    /** A call that waits for lab time: the clock is moved past its time-out. */
    async runOut<T>(work: Promise<Outcome<T>>): Promise<Outcome<T>> {
      await pass(TIMEOUT_MS);
      return clock.drive(work);
    },
  };
}

const GET: HttpRequest = { method: 'POST', url: URL_, headers: { a: 'b' }, body: 'hello' };

function echoService(seen: Client[], received: string[]): Service {
  return {
    clientCertificate: 'requested',
    plain: [80, 8080],
    async handle({ method, url, headers, body }, client) {
      seen.push(client);
      const echo = `${method} ${new URL(url).pathname} ${headers.a} ${body}`;
      return { status: 200, headers: {}, body: echo };
    },
    async accept(_request, client) {
      seen.push(client);
      return {
        protocol: 'echo.v1',
        opened: (channel) => ({
          message(text) {
            received.push(text);
            channel.send(`echo ${text}`);
          },
          closed() {},
        }),
      };
    },
  };
}

async function createAgentVantage(world: World): Promise<Vantage> {
  const key = await world.crypto.generateKey('agent');
  const nowMs = world.clock.nowMs();
  const certificate = await world.registrationAuthority.issueAgent({
    tenantId: '11111111-2222-4333-8444-555555555555',
    agentId: AGENT_ID,
    spki: key.spki,
    notBeforeMs: nowMs - 1000,
    notAfterMs: nowMs + 86_400_000,
  });
  const identity = { key, chain: [certificate] };
  return { component: 'agt-1', site: SITE, trust: world.siteTrust(SITE), identity };
}

async function openEcho({ network, clock }: World, call: Call) {
  const heard: string[] = [];
  const closed: unknown[] = [];
  const listener = {
    message: (text: string) => void heard.push(text),
    closed: (failure: unknown) => void closed.push(failure),
  };
  const opened = await clock.drive(
    network.open(`wss://${CLOUD}/socket`, 'echo.v1', listener, call),
  );
  return { heard, closed, opened, channel: opened.ok ? opened.value : NO_CHANNEL };
}

const NO_CHANNEL: Channel = {
  send() {
    throw new Error('the web socket did not open');
  },
  close() {},
};

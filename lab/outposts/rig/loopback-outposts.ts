/**
 * Outposts for tests, all of them on loopback: agents' are the real ones, told where names lead;
 * an egress only takes down what it is told, and a controller binds whoever the test says.
 */
import { createServer as createNetServer } from 'node:net';
import path from 'node:path';
import { createServer } from 'node:tls';
import type { PathEffect } from '../../../protocol/effects.ts';
import { controllerHost } from '../../../protocol/hosts.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import { serveLdap } from '../../../runtime/live/ldap-server.ts';
import { listen } from '../../../runtime/live/listen.ts';
import type { SiteResolver } from '../agent/site-resolver.ts';
import { startAgentOutpost } from '../agent/start-agent-outpost.ts';
import type { Dialled } from '../link/dial-link.ts';
import type { EgressStart, Outpost, OutpostPorts } from '../link/messages.ts';
import type { OutpostKind } from '../outposts.ts';
import { runOutpost } from '../run-outpost.ts';

/** What was told to outposts, for tests to look at. */
export interface Told {
  egresses: Map<string, EgressStart>;
  /** By site. */
  effects: Map<string, { effects: readonly PathEffect[]; added: readonly number[] }>;
  events: string[];
}

export interface LoopbackOutposts extends AsyncDisposable {
  told: Told;
  /** Takes one away as if its container had gone. */
  stop(kind: OutpostKind, name: string): Promise<void>;
  start(kind: OutpostKind, name: string): void;
  /** By name: what the resolver says instead of an address. */
  obstacles: Map<string, string>;
  /** Where everything under lab names listens. */
  doors: { https: number; ldaps: number };
}

export function startLoopbackOutposts(
  runFolder: string,
  names: Readonly<Record<OutpostKind, readonly string[]>>,
): LoopbackOutposts {
  const told: Told = { egresses: new Map(), effects: new Map(), events: [] };
  const obstacles = new Map<string, string>();
  const doors = { https: 0, ldaps: 0 };
  const running = new Map<string, { stop: AbortController; done: Promise<void> }>();
  const starts: Readonly<Record<OutpostKind, Start>> = {
    agent: ({ address }, ports) =>
      startAgentOutpost({ ...ports, address, resolver: createResolver(obstacles, doors) }),
    egress: async () => takeDown(told),
    controller: async () => bindEverybody(doors),
  };
  const start = (kind: OutpostKind, name: string) => {
    const stop = new AbortController();
    const log = ({ event }: { event: string }) => void told.events.push(`${name} ${event}`);
    const options = { kind, name, log, address: '127.0.0.1', start: starts[kind] };
    // Its own kind's, as a container mounts it.
    const own = path.join(runFolder, kind);
    const done = runOutpost({ ...options, runFolder: own, signal: stop.signal });
    running.set(`${kind} ${name}`, { stop, done });
  };
  for (const kind of ['agent', 'egress', 'controller'] as const) {
    for (const name of names[kind]) start(kind, name);
  }
  const stopOne = async (key: string) => {
    const one = running.get(key);
    one?.stop.abort();
    await one?.done;
  };
  return {
    ...{ told, obstacles, doors, start },
    stop: (kind, name) => stopOne(`${kind} ${name}`),
    async [Symbol.asyncDispose]() {
      await Promise.all([...running.keys()].map(stopOne));
    },
  };
}

type Start = (dialled: Dialled, ports: OutpostPorts) => Promise<Outpost>;

function createResolver(
  obstacles: ReadonlyMap<string, string>,
  doors: LoopbackOutposts['doors'],
): SiteResolver {
  return {
    async address(name) {
      const obstacle = obstacles.get(name);
      if (obstacle !== undefined) return { obstacle };
      return { address: '127.0.0.1', port: name.startsWith('dc-') ? doors.ldaps : doors.https };
    },
    async service(name) {
      const obstacle = obstacles.get(name);
      return obstacle === undefined ? { hosts: [controllerHost('dc-1')] } : { obstacle };
    },
  };
}

function takeDown({ egresses, effects }: Told): Outpost {
  let site = '';
  return {
    async hear(message) {
      if (message.type === 'egress-start') {
        site = message.start.site;
        egresses.set(site, message.start);
      }
      if (message.type === 'egress-apply') effects.set(site, message);
      const impossible = message.type === 'egress-apply' && message.effects.length > 1;
      if (impossible) throw new LabError('EGRESS_FULL', 'expected one effect at a time');
    },
    async [Symbol.asyncDispose]() {},
  };
}

function bindEverybody(doors: LoopbackOutposts['doors']): Outpost {
  const closers: (() => void)[] = [];
  return {
    async hear(message) {
      if (message.type !== 'controller-start') return;
      const { certificatePem: cert, keyPem: key } = message.start.identity;
      const server = createServer({ cert, key }, (socket) => {
        serveLdap(socket, { bind: async () => ({ win32: 0 }) });
      });
      doors.ldaps = await listen(server, 0);
      closers.push(() => void server.close());
    },
    async [Symbol.asyncDispose]() {
      for (const close of closers) close();
    },
  };
}

/** Where a port has to be known before its owner has it. */
export async function findFreePort(): Promise<number> {
  const server = createNetServer();
  const port = await listen(server, 0);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

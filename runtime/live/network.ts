/**
 * The network on real loopback sockets: the same outcomes as `runtime/virtual/network.ts`, with
 * real TLS and one gateway per site for path effects. Time-outs are lab time; the sockets
 * themselves have none.
 */
import type { PathEffect } from '../../protocol/effects.ts';
import { labHost, OTHER_HOST } from '../../protocol/hosts.ts';
import { portOf } from '../../protocol/tcp.ts';
import type { Authority } from '../certificate-authority.ts';
import type { LiveCrypto } from '../crypto/rsa.ts';
import { createPathLinks } from '../path.ts';
import type { Call, Dice, Network, Outcome, Peer, Service } from '../ports.ts';
import { createUndoStack, type UndoStack } from '../undo.ts';
import type { Activity } from './activity.ts';
import { createClientSide } from './client-side.ts';
import type { LiveClock } from './clock.ts';
import { type DialWorld, dial } from './dial.ts';
import { createDirectoryClient } from './directory-client.ts';
import { type Gateway, type GatewayWorld, startGateway } from './gateway.ts';
import { createHttpClient } from './http-client.ts';
import { createNames, type Names } from './names.ts';
import { createClientContexts, createServerContexts } from './secure-contexts.ts';
import { type ServeOptions, type Serving, serve } from './server.ts';
import { openWebSocket } from './web-socket.ts';

export interface LiveNetworkOptions {
  clock: LiveClock;
  activity: Activity;
  crypto: LiveCrypto;
  authority: Authority;
  inspection: (site: string) => { trusted: Authority; unknown: Authority };
  /** Every site has a gateway; `internet` is none of them. */
  sites: readonly string[];
  /** Lab time after which an unused connection is closed. */
  connectionIdleMs: number;
  /** Parallel connections of one component to one origin. */
  connectionLimit: number;
  /** For what hits only part of the connections. */
  dice: Dice;
  /**
   * By site: where its way out begins on loopback, where that leads to hosts of its own. Then there
   * are no gateways here, and path effects happen elsewhere. Default: none.
   */
  gatewayPorts?: ReadonlyMap<string, number>;
  /** Sites that nothing leaves but through their web proxy. Default: none. */
  proxyOnly?(site: string): boolean;
}

export interface LiveNetwork extends Network, AsyncDisposable {
  readonly activity: Activity;
  /**
   * Replaces the path effects. An effect is new, and acts on open connections, if the object is
   * new.
   */
  apply(effects: readonly PathEffect[]): void;
  /** Where a name listens on loopback. */
  portOf(name: string): number | undefined;
  /** The same for one of its ports, and how a connection gets there in this process. */
  resolve: Names['resolve'];
  /**
   * Where clients of a site that are not ours send their TLS; the gateway reads the name from it.
   */
  gatewayPortOf(site: string): number | undefined;
  serve(names: readonly string[], service: Service, options?: ServeOptions): Promise<Serving>;
}

export async function createLiveNetwork(options: LiveNetworkOptions): Promise<LiveNetwork> {
  const { clock, activity, crypto, authority, connectionIdleMs, connectionLimit } = options;
  const names = createNames();
  const clientContext = createClientContexts(crypto);
  const serverContexts = createServerContexts(crypto, authority);
  const undo = createUndoStack();
  undo.use(activity);
  const elsewhere = () => serverContexts.context(labHost(OTHER_HOST));
  const { gatewayPorts } = options;
  const gateways = await startGateways(options, undo, (site) => ({
    ...{ clock, activity, names, elsewhere },
    inspection: inspectionOf(options, site, clientContext),
  }));
  const gatewayPort = (site: string) => gatewayPorts?.get(site) ?? gateways.get(site)?.port;
  const client = createClientSide(options.dice.fork('clients'));
  const world: DialWorld = {
    ...{ clock, activity, names, clientContext, gatewayPort, clientCourse: client.course },
    ...(gatewayPorts && { namesElsewhere: true }),
  };
  const pools = { clock, activity, idleMs: connectionIdleMs, limit: connectionLimit };
  const http = undo.use(createHttpClient(world, pools));
  const directory = undo.use(createDirectoryClient(world, pools));

  return {
    ...{ activity, portOf: names.portOf, resolve: names.resolve },
    gatewayPortOf: gatewayPort,
    apply(effects) {
      activity.touch();
      client.apply(effects);
      for (const gateway of gateways.values()) gateway.apply(effects);
    },
    ...{ request: http.request, bind: directory.bind, rootDse: directory.rootDse },
    open: (url, protocol, listener, call) => openWebSocket(world, url, protocol, listener, call),
    examine: (url, call) => examine(world, url, call),
    resolveService: (name, call) => client.resolveService(world, name, call),
    publish: client.publish,
    async serve(hosts, service, serveOptions) {
      const serving = await serve(
        { activity, names, serverContexts },
        hosts,
        service,
        serveOptions,
      );
      return undo.use(serving);
    },
    [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose](),
  };
}

async function startGateways(
  { sites, dice, proxyOnly, gatewayPorts }: LiveNetworkOptions,
  undo: UndoStack,
  worldOf: (site: string) => Omit<GatewayWorld, 'site' | 'newLink' | 'proxyOnly'>,
): Promise<ReadonlyMap<string, Gateway>> {
  const gateways = new Map<string, Gateway>();
  for (const site of gatewayPorts ? [] : sites) {
    const gateway = await startGateway({
      ...{ ...worldOf(site), site, proxyOnly: proxyOnly?.(site) ?? false },
      newLink: createPathLinks(dice.fork(`gateway ${site}`)),
    });
    gateways.set(site, undo.use(gateway));
  }
  return gateways;
}

async function examine(world: DialWorld, url: string, call: Call): Promise<Outcome<Peer>> {
  const place = new URL(url);
  const target = { host: place.hostname, port: portOf(place), plain: place.protocol === 'http:' };
  const dialled = await dial(world, target, call);
  if (!dialled.ok) return dialled;
  const { socket, peer } = dialled.value;
  socket.destroy();
  return { ...dialled, value: peer };
}

function inspectionOf(
  { crypto, authority, inspection }: LiveNetworkOptions,
  site: string,
  clientContext: ReturnType<typeof createClientContexts>,
): GatewayWorld['inspection'] {
  const { trusted, unknown } = inspection(site);
  const upstream = clientContext({ trust: [authority.certificate] });
  return {
    trusted: { shown: createServerContexts(crypto, trusted), upstream },
    unknown: { shown: createServerContexts(crypto, unknown), upstream },
  };
}

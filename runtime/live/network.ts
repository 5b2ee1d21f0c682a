/**
 * The network on real loopback sockets: the same outcomes as `runtime/virtual/network.ts`, with
 * real TLS and one gateway per site for path effects. Time-outs are lab time; the sockets
 * themselves have none.
 */
import type { PathEffect } from '../../protocol/effects.ts';
import type { Authority } from '../certificate-authority.ts';
import type { LiveCrypto } from '../crypto/rsa.ts';
import type { Call, Network, Outcome, Peer, Service } from '../ports.ts';
import { createUndoStack } from '../undo.ts';
import type { Activity } from './activity.ts';
import type { LiveClock } from './clock.ts';
import { type DialWorld, dial } from './dial.ts';
import { createDirectoryClient } from './directory-client.ts';
import { type Gateway, type GatewayWorld, startGateway } from './gateway.ts';
import { createHttpClient } from './http-client.ts';
import { createNames } from './names.ts';
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
  const gateways = new Map<string, Gateway>();
  const undo = createUndoStack();
  undo.use(activity);
  for (const site of options.sites) {
    const inspection = inspectionOf(options, site, clientContext);
    const gateway = await startGateway({ site, clock, activity, names, inspection });
    gateways.set(site, undo.use(gateway));
  }
  const gatewayPort = (site: string) => gateways.get(site)?.port;
  const world: DialWorld = { clock, activity, names, clientContext, gatewayPort };
  const pools = { clock, activity, idleMs: connectionIdleMs, limit: connectionLimit };
  const http = undo.use(createHttpClient(world, pools));
  const directory = undo.use(createDirectoryClient(world, pools));

  return {
    activity,
    portOf: names.portOf,
    gatewayPortOf: gatewayPort,
    apply(effects) {
      activity.touch();
      for (const gateway of gateways.values()) gateway.apply(effects);
    },
    request: http.request,
    bind: directory.bind,
    open: (url, protocol, listener, call) => openWebSocket(world, url, protocol, listener, call),
    examine: (url, call) => examine(world, url, call),
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

async function examine(world: DialWorld, url: string, call: Call): Promise<Outcome<Peer>> {
  const { hostname, port, protocol } = new URL(url);
  const usualPort = protocol === 'ldaps:' ? 636 : 443;
  const dialled = await dial(world, { host: hostname, port: Number(port || usualPort) }, call);
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

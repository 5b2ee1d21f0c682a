/**
 * The live network as a lone agent has it: the lab's own dialer and clients, and every connection
 * out by the road it is given. It serves nothing and publishes nothing.
 */
import type { Timings } from '../../protocol/timings.ts';
import type { LiveCrypto } from '../../runtime/crypto/rsa.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Activity } from '../../runtime/live/activity.ts';
import type { ClientSide } from '../../runtime/live/client-side.ts';
import type { LiveClock } from '../../runtime/live/clock.ts';
import { type DialWorld, dial } from '../../runtime/live/dial.ts';
import { createDirectoryClient } from '../../runtime/live/directory-client.ts';
import { createHttpClient } from '../../runtime/live/http-client.ts';
import { createClientContexts } from '../../runtime/live/secure-contexts.ts';
import { openWebSocket } from '../../runtime/live/web-socket.ts';
import type {
  Call,
  Channel,
  ChannelListener,
  Network,
  Outcome,
  Peer,
} from '../../runtime/ports.ts';
import { createUnderWay, type UnderWay } from './under-way.ts';

export interface RemoteNetworkOptions {
  clock: LiveClock;
  activity: Activity;
  crypto: LiveCrypto;
  road: Road;
  timings: Pick<Timings, 'connectionIdleMs' | 'connectionLimit'>;
}

/** How its connections leave, and what it finds out by itself before they do. */
export interface Road
  extends Pick<DialWorld, 'names' | 'gatewayPort' | 'clientCourse' | 'namesElsewhere'> {
  /** Absent: there are no SRV records to be had here. */
  resolveService?: ClientSide['resolveService'];
}

export interface RemoteNetwork extends Network, Disposable {
  settled: UnderWay['settled'];
}

export function createRemoteNetwork(options: RemoteNetworkOptions): RemoteNetwork {
  const { clock, activity, crypto, road, timings } = options;
  const { names, gatewayPort, clientCourse, resolveService = findsNothing } = road;
  const world: DialWorld = {
    ...{ clock, activity, names, gatewayPort, clientCourse },
    ...(road.namesElsewhere && { namesElsewhere: true }),
    clientContext: createClientContexts(crypto),
  };
  const { connectionIdleMs: idleMs, connectionLimit: limit } = timings;
  const http = createHttpClient(world, { clock, activity, idleMs, limit });
  const directory = createDirectoryClient(world, { clock, activity, idleMs, limit });
  const underWay = createUnderWay();
  const { count } = underWay;
  return {
    request: (request, call) => count(http.request(request, call)),
    bind: (url, request, call) => count(directory.bind(url, request, call)),
    rootDse: (url, call) => count(directory.rootDse(url, call)),
    open: (url, protocol, listener, call) =>
      count(
        openCounted(underWay, listener, (heard) =>
          openWebSocket(world, url, protocol, heard, call),
        ),
      ),
    examine: (url, call) => count(examine(world, url, call)),
    settled: underWay.settled,
    resolveService: (name, call) => count(resolveService(world, name, call)),
    publish: () => servesNothing(),
    serve: () => servesNothing(),
    [Symbol.dispose]() {
      http[Symbol.dispose]();
      directory[Symbol.dispose]();
    },
  };
}

/** Of all that an agent says, the frame that is answered on its channel. */
const ANSWERED = '"keepalive"';

/** A keep-alive is on its way until something is heard on its channel again. */
async function openCounted(
  underWay: UnderWay,
  listener: ChannelListener,
  open: (heard: ChannelListener) => Promise<Outcome<Channel>>,
): Promise<Outcome<Channel>> {
  const asked = {};
  const outcome = await open({
    message(text) {
      underWay.end(asked);
      listener.message(text);
    },
    closed(failure) {
      underWay.end(asked);
      listener.closed(failure);
    },
  });
  if (!outcome.ok) return outcome;
  const channel = outcome.value;
  const send = (text: string) => {
    if (text.includes(ANSWERED)) underWay.begin(asked);
    channel.send(text);
  };
  return { ...outcome, value: { ...channel, send } };
}

async function examine(world: DialWorld, url: string, call: Call): Promise<Outcome<Peer>> {
  const { hostname, port } = new URL(url);
  const dialled = await dial(world, { host: hostname, port: Number(port || 443) }, call);
  if (!dialled.ok) return dialled;
  dialled.value.socket.destroy();
  return { ...dialled, value: dialled.value.peer };
}

const findsNothing: ClientSide['resolveService'] = () =>
  Promise.resolve({ ok: false, failure: 'name-not-resolved', at: 'resolve', phaseMs: {} });

function servesNothing(): never {
  throw new LabError('HARNESS_REMOTE', 'expected a lone agent to dial only; it was asked to serve');
}

/**
 * A connection of a stranger on a real network: name, TCP, the proxy if there is one, TLS. The
 * chain is judged after the handshake and before anything is sent, so that a refused one can still
 * be shown. No client certificate, and no credential for a proxy, is ever offered.
 */
import { once } from 'node:events';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { NetworkFailure } from '../../../protocol/network-failure.ts';
import { portOf } from '../../../protocol/tcp.ts';
import { readHead } from '../../../runtime/live/connect-head.ts';
import { failureOf, failureOfVerdict } from '../../../runtime/live/failure.ts';
import { presentedChain } from '../../../runtime/live/presented.ts';
import type { Call, Outcome, Peer, Vantage } from '../../../runtime/ports.ts';
import type { Patience } from './patience.ts';
import type { Names } from './resolver.ts';

export interface WayWorld {
  names: Names;
  /** `http://host:port`; used by whoever is `proxied`. */
  proxy?: URL;
  /** PEM, for TLS to this host. */
  rootsFor(protocol: string): readonly string[];
}

/** The socket keeps an error listener of ours: its new owner may rely on `close` alone. */
export interface Way {
  socket: Socket;
  peer: Peer;
  /** It ends at a proxy, which is to be asked for the whole address. */
  isForwarded: boolean;
}

const FAMILY_ATTEMPT_MS = 1_000;

/** `isPlainRequest`: proxies forward what comes without TLS, and open tunnels for little else. */
export async function openWay(
  world: WayWorld,
  url: URL,
  { from }: Call,
  patience: Patience,
  isPlainRequest: boolean,
): Promise<Outcome<Way>> {
  const isDirectory = url.protocol === 'ldaps:';
  const proxy = from.proxied && !isDirectory ? world.proxy : undefined;
  const target = { host: bareHost(proxy ?? url), port: portOf(proxy ?? url) };
  const addresses = await patience.step('resolve', world.names.addresses(target.host));
  if (typeof addresses === 'string') return patience.fail(addresses, 'resolve');
  const socket = connect({
    ...{ ...target, lookup: asFound(addresses), noDelay: true },
    ...{ autoSelectFamily: true, autoSelectFamilyAttemptTimeout: FAMILY_ATTEMPT_MS },
  });
  socket.on('error', () => {});
  patience.hold(socket);
  const reached = await patience.step('connect', hear(socket, 'connect'));
  // Who cannot reach the proxy has met it, and not the host.
  if (reached !== 'well') return patience.fail(reached, proxy ? 'proxy' : 'connect');
  const isForwarded = proxy !== undefined && isPlainRequest;
  if (proxy && !isForwarded) {
    const answer = await patience.step('proxy', askProxy(socket, url));
    if (answer !== 'well') return patience.fail(answer, 'proxy');
  }
  const peer = { address: socket.remoteAddress ?? target.host };
  if (url.protocol === 'http:') return wayOf({ socket, peer, isForwarded }, patience);
  return secure(world, url, from.tlsMax, socket, patience);
}

function wayOf(way: Way, { phaseMs }: Patience): Outcome<Way> {
  return { ok: true, value: way, phaseMs, peer: way.peer };
}

/** The addresses are found already; one attempt may take the next of them. */
function asFound(addresses: readonly { address: string; family: number }[]): LookupFunction {
  return (_, { all }, give) => {
    const [first] = addresses;
    if (all) give(null, [...addresses]);
    else give(null, first?.address ?? '', first?.family);
  };
}

async function hear(socket: Socket, event: string): Promise<'well' | NetworkFailure> {
  try {
    await once(socket, event);
    return 'well';
  } catch (error) {
    return failureOf(error);
  }
}

/** What a proxy says beside 200 and 407 is in its own words, and differs by maker. */
async function askProxy(socket: Socket, url: URL): Promise<'well' | NetworkFailure> {
  const target = `${url.hostname}:${portOf(url)}`;
  socket.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`);
  try {
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(await readHead(socket))?.[1];
    if (status === '407') return 'proxy-authentication-required';
    return status === '200' ? 'well' : 'proxy-refused';
  } catch (error) {
    return failureOf(error);
  }
}

async function secure(
  { rootsFor }: WayWorld,
  url: URL,
  maxVersion: Vantage['tlsMax'],
  raw: Socket,
  patience: Patience,
): Promise<Outcome<Way>> {
  const host = bareHost(url);
  const socket = tlsConnect({
    ...{ socket: raw, host, ca: [...rootsFor(url.protocol)], rejectUnauthorized: false },
    ...(maxVersion && { maxVersion }),
    ...(isIP(host) === 0 && { servername: host }),
    ...(url.protocol === 'https:' && { ALPNProtocols: ['http/1.1'] }),
  });
  socket.on('error', () => {});
  patience.hold(socket);
  const shaken = await patience.step('tls', hear(socket, 'secureConnect'));
  const address = raw.remoteAddress ?? host;
  if (shaken !== 'well') return patience.fail(shaken, 'tls', { address });
  const peer = { address, tls: seenTls(socket, host) };
  if (socket.authorized) return wayOf({ socket, peer, isForwarded: false }, patience);
  return patience.fail(failureOfVerdict(socket.authorizationError), 'tls', peer);
}

function seenTls(socket: TLSSocket, servername: string) {
  const version = socket.getProtocol() ?? 'unknown';
  return { version, servername, chain: presentedChain(socket.getPeerCertificate(true)) };
}

/** A URL writes IPv6 addresses in brackets; sockets do not. */
function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

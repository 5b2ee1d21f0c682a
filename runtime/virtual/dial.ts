/**
 * Opening a connection in the virtual network, phase by phase as a real one: resolve, connect, TLS.
 * The one place that interprets path effects for new connections; the live twin is
 * `runtime/live/gateway.ts`.
 */
import type { PathEffect } from '../../protocol/effects.ts';
import type { NetworkFailure, NetworkPhase } from '../../protocol/network-failure.ts';
import type { Authority } from '../certificate-authority.ts';
import { type PathLink, pathEffectsFor } from '../path.ts';
import type { Call, Clock, Crypto, Identity, Outcome, Peer, Service } from '../ports.ts';
import { judgeServer } from '../x509.ts';
import { createLink, type Link } from './link.ts';

export interface Listener {
  service: Service;
  identity: Identity;
}

export interface DialWorld {
  clock: Clock;
  crypto: Crypto;
  /** One way, client to server. */
  latencyMs(link: PathLink): number;
  inspection(site: string): { trusted: Authority; unknown: Authority };
  /** Undefined: no such name. `null`: the name is known but nobody listens. */
  listener(host: string): Listener | null | undefined;
  effects(): readonly PathEffect[];
  opened(link: Link): void;
}

/** What the path does to one new connection. */
interface Path {
  stop?: { failure: NetworkFailure; at: NetworkPhase };
  inspectedBy?: Authority;
  delayMs: number;
}

/** Addresses from the documentation ranges (RFC 5737): nothing virtual has a real one. */
const SERVER_ADDRESS = '192.0.2.1';

export async function dial(world: DialWorld, url: URL, call: Call): Promise<Outcome<Link>> {
  const link = { site: call.from.site, component: call.from.component, host: url.hostname };
  const phaseMs: Outcome<Link>['phaseMs'] = { resolve: 0 };
  const listener = world.listener(url.hostname);
  if (listener === undefined) {
    return { ok: false, failure: 'name-not-resolved', at: 'resolve', phaseMs };
  }
  const path = pathFor(world, link);
  const latencyMs = world.latencyMs(link) + path.delayMs;
  const patienceMs = Math.min(call.connectTimeoutMs ?? call.timeoutMs, call.timeoutMs);

  const silent = path.stop?.failure === 'timed-out';
  phaseMs.connect = silent ? patienceMs : Math.min(2 * latencyMs, patienceMs);
  await world.clock.sleep(phaseMs.connect);
  const unconnected = phaseMs.connect === patienceMs ? 'timed-out' : connectFailure(path, listener);
  if (unconnected || !listener) {
    return { ok: false, failure: unconnected ?? 'refused', at: 'connect', phaseMs };
  }

  const leftMs = patienceMs - phaseMs.connect;
  phaseMs.tls = Math.min(2 * latencyMs, leftMs);
  await world.clock.sleep(phaseMs.tls);
  if (path.stop) return { ok: false, failure: path.stop.failure, at: 'tls', phaseMs };
  if (phaseMs.tls === leftMs) return { ok: false, failure: 'timed-out', at: 'tls', phaseMs };
  return shakeHands(world, call, link, listener, path, { latencyMs, phaseMs });
}

function connectFailure({ stop }: Path, listener: Listener | null): NetworkFailure | undefined {
  if (stop?.at === 'connect') return stop.failure;
  return listener ? undefined : 'refused';
}

async function shakeHands(
  world: DialWorld,
  { from }: Call,
  link: PathLink,
  { service, identity: own }: Listener,
  { inspectedBy }: Path,
  { latencyMs, phaseMs }: { latencyMs: number; phaseMs: Outcome<Link>['phaseMs'] },
): Promise<Outcome<Link>> {
  const { clock, crypto } = world;
  const nowMs = clock.nowMs();
  const { chain } = inspectedBy ? await inspectedBy.issueServer([link.host], nowMs) : own;
  const tls = { version: 'TLSv1.3', servername: link.host, chain };
  const peer: Peer = { address: SERVER_ADDRESS, tls };
  const failure = await judgeServer(crypto, chain, from.trust, link.host, nowMs);
  if (failure) return { ok: false, failure, at: 'tls', phaseMs, peer };

  const asked = service.clientCertificate === 'requested';
  // An inspecting proxy opens a connection of its own, and has no client certificate to show.
  const certificate = asked && !inspectedBy ? from.identity?.chain[0] : undefined;
  const client = { address: siteAddress(link.site), ...(certificate && { certificate }) };
  const opened = createLink(clock, { ...link, peer, client, service, latencyMs });
  world.opened(opened);
  return { ok: true, value: opened, phaseMs, peer };
}

function pathFor(world: DialWorld, link: PathLink): Path {
  const path: Path = { delayMs: 0 };
  for (const effect of pathEffectsFor(world.effects(), link)) {
    if (effect.kind !== 'delay' && (path.stop || path.inspectedBy)) continue;
    switch (effect.kind) {
      case 'drop':
        path.stop = { failure: 'timed-out', at: 'connect' };
        break;
      case 'refuse':
        path.stop = { failure: 'refused', at: 'connect' };
        break;
      case 'reset':
        path.stop = { failure: 'reset', at: 'tls' };
        break;
      case 'inspect':
        path.inspectedBy = world.inspection(link.site)[effect.authority];
        break;
      case 'delay':
        path.delayMs += effect.delayMs;
        break;
      default:
        effect satisfies never;
    }
  }
  return path;
}

/** The address a site is seen under from outside, in the second documentation range. */
function siteAddress(site: string): string {
  const sum = [...site].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return `198.51.100.${1 + (sum % 254)}`;
}

/**
 * The network in memory: the same outcomes as `runtime/live/network.ts`, with path effects applied
 * as data and lab time for every delay. Connections are pooled and kept open as the live one's are,
 * because whether an open connection survives a firewall rule is half of the story.
 */
import type { PathEffect } from '../../protocol/effects.ts';
import { DNS_PORT } from '../../protocol/tcp.ts';
import type { Authority } from '../certificate-authority.ts';
import { type Course, decideCourse, fateOfOpen, isStillCarried } from '../course.ts';
import { createPathLinks, type PathLink, pathEffectsFor } from '../path.ts';
import type {
  Call,
  Channel,
  ChannelListener,
  Clock,
  Crypto,
  Dice,
  HttpResponse,
  Network,
  Outcome,
  RootDse,
  Service,
} from '../ports.ts';
import { createSrvRecords, type SrvRecords } from '../srv-records.ts';
import { openChannel } from './channel.ts';
import { type DialWorld, dial, type Listener } from './dial.ts';
import type { Link } from './link.ts';
import { createPool, type Pool } from './pool.ts';
import { roundTrip } from './round-trip.ts';
import { startSteps } from './steps.ts';

export interface VirtualNetworkOptions {
  clock: Clock;
  crypto: Crypto;
  authority: Authority;
  inspection: DialWorld['inspection'];
  latencyMs: DialWorld['latencyMs'];
  connectionIdleMs: number;
  /** For what hits only part of the connections. */
  dice: Dice;
  /** Sites that nothing leaves but through their web proxy. Default: none. */
  proxyOnly?(site: string): boolean;
}

export interface VirtualNetwork extends Network {
  /**
   * Replaces the path effects. An effect is new, and acts on open connections, if the object is
   * new.
   */
  apply(effects: readonly PathEffect[]): void;
}

/** What one virtual network holds. */
interface State {
  readonly options: VirtualNetworkOptions;
  readonly names: Map<string, Listener | null>;
  readonly links: Set<Link>;
  readonly pool: Pool;
  readonly dialWorld: DialWorld;
  readonly records: SrvRecords;
  effects: readonly PathEffect[];
}

export function createVirtualNetwork(options: VirtualNetworkOptions): VirtualNetwork {
  const state: State = {
    options,
    names: new Map(),
    links: new Set(),
    pool: createPool(options.clock, options.connectionIdleMs),
    records: createSrvRecords(),
    effects: [],
    dialWorld: {
      ...options,
      listener: (host) => state.names.get(host),
      newLink: createPathLinks(options.dice),
      course: courses(options, () => state.effects),
      carries: (way) => isStillCarried(way, state.effects),
      undisturbed: (link) => pathEffectsFor(state.effects, link).length === 0,
      opened: (link) => state.links.add(link),
    },
  };
  return {
    request: (request, call) =>
      exchange(state, request.url, call, async ({ service, client }) => {
        if (!service.handle) return { value: NOT_HTTP, close: true };
        const value = await service.handle(request, client);
        return { value, close: value.headers.connection === 'close' };
      }),
    bind: (url, request, call) =>
      exchange(state, url, call, async ({ service }) => {
        if (!service.bind) throw new Error(`${url} is no directory`);
        return { value: await service.bind(request), close: false };
      }),
    rootDse: (url, call) => readRoot(state, url, call),
    open: (target, protocol, listener, call) => open(state, target, protocol, listener, call),
    examine: (url, call) => examine(state, url, call),
    serve: (hosts, service) => serve(state, hosts, service),
    resolveService: (name, call) => resolveService(state, name, call),
    publish: (name, hosts) => state.records.publish(name, hosts),
    apply: (next) => applyEffects(state, next),
  };
}

function applyEffects(state: State, next: readonly PathEffect[]): void {
  const added = next.filter((effect) => !state.effects.includes(effect));
  state.effects = next;
  for (const link of [...state.links]) {
    link.rest.end();
    if (link.closed) state.links.delete(link);
    else affectOpen(link, added, next);
  }
}

/** One question over a pooled connection, with what is left of the call's time. */
async function exchange<T>(
  { options: { clock }, pool, links, dialWorld }: State,
  target: string,
  call: Call,
  ask: (link: Link) => Promise<{ value: T; close: boolean }>,
): Promise<Outcome<T>> {
  const startMs = clock.nowMs();
  const url = new URL(target);
  const pooled = call.fresh ? undefined : pool.take(url, call.from);
  const dialled: Outcome<Link> = pooled
    ? { ok: true, value: pooled, phaseMs: {}, peer: pooled.peer }
    : await dial(dialWorld, url, call);
  if (!dialled.ok) return dialled;
  const link = dialled.value;
  const leftMs = call.timeoutMs - (clock.nowMs() - startMs);
  const answer = await roundTrip(clock, link, leftMs, () => ask(link));
  if (answer.ok && !answer.value.close && !call.fresh) pool.put(url, call.from, link);
  else link.discard();
  if (link.closed) links.delete(link);
  const phaseMs = { ...dialled.phaseMs, exchange: answer.tookMs };
  return answer.ok
    ? { ok: true, value: answer.value.value, phaseMs, peer: link.peer }
    : { ok: false, failure: answer.failure, at: 'exchange', phaseMs, peer: link.peer };
}

function readRoot(state: State, url: string, call: Call): Promise<Outcome<RootDse>> {
  return exchange(state, url, { ...call, fresh: true }, async ({ service }) => {
    if (!service.rootDse) throw new Error(`${url} is no directory`);
    return { value: await service.rootDse(), close: true };
  });
}

async function open(
  { options: { clock }, dialWorld }: State,
  target: string,
  protocol: string,
  listener: ChannelListener,
  call: Call,
): Promise<Outcome<Channel>> {
  const startMs = clock.nowMs();
  const dialled = await dial(dialWorld, new URL(target), call);
  if (!dialled.ok) return dialled;
  const leftMs = call.timeoutMs - (clock.nowMs() - startMs);
  return openChannel(clock, dialled, { target, protocol, listener, leftMs });
}

async function examine({ dialWorld, links }: State, url: string, call: Call) {
  const dialled = await dial(dialWorld, new URL(url), call);
  if (!dialled.ok) return dialled;
  dialled.value.discard();
  links.delete(dialled.value);
  return { ...dialled, value: dialled.value.peer };
}

async function serve(
  { options, names, links }: State,
  hosts: readonly string[],
  service: Service,
): Promise<AsyncDisposable> {
  const identity = await options.authority.issueServer(hosts, options.clock.nowMs());
  for (const host of hosts) names.set(host, { service, identity });
  return {
    async [Symbol.asyncDispose]() {
      for (const host of hosts) if (names.get(host)?.service === service) names.set(host, null);
      for (const link of links)
        if (link.service === service) link.send('in', () => link.cut('reset'));
    },
  };
}

const NOT_HTTP: HttpResponse = { status: 404, headers: { connection: 'close' }, body: '' };

/** What a change of effects does to a connection that is already open. */
function affectOpen(link: Link, added: readonly PathEffect[], all: readonly PathEffect[]): void {
  if (!isStillCarried(link.way, all)) link.cut('reset');
  for (const effect of pathEffectsFor(added, link)) {
    const fate = fateOfOpen(effect);
    if (fate === 'cut') link.cut('reset');
    else if (fate !== 'keep') link.hold(effect, fate);
  }
  link.release(all);
}

/** Asked for each message, so the answer is kept for as long as the effects are the same. */
function courses(
  { proxyOnly }: VirtualNetworkOptions,
  effects: () => readonly PathEffect[],
): (link: PathLink) => Course {
  let known = new WeakMap<PathLink, Course>();
  let knownFor: readonly PathEffect[] = [];
  return (link) => {
    if (effects().length === 0 && !proxyOnly) return decideCourse([], link);
    if (effects() !== knownFor) known = new WeakMap();
    knownFor = effects();
    const course = known.get(link) ?? decideCourse(knownFor, link, proxyOnly?.(link.site));
    known.set(link, course);
    return course;
  };
}

async function resolveService(
  { dialWorld, records, options: { clock } }: State,
  name: string,
  call: Call,
): Promise<Outcome<readonly string[]>> {
  const { component, site } = call.from;
  const link = dialWorld.newLink({ site, component, host: name, port: DNS_PORT, proxied: false });
  const { resolution, resolveMs } = dialWorld.course(link);
  const steps = startSteps(clock, call);
  if (!(await steps.take('resolve', resolveMs))) return steps.fail('timed-out', 'resolve');
  return records.answer(name, resolution, steps.seen);
}

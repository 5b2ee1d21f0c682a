/**
 * What the sightings say, put together by place: the last look of each probe on each server, and
 * every sign-in. Nothing here judges; and nothing that is older than the window speaks, because a
 * log remembers what has healed since.
 */

import { EVENTS } from '../../protocol/events.ts';
import type { AgentsObservation, Observations, ProbeId, SignInRow } from '../observations.ts';
import type { LoggedEvent, ServerDescription } from '../probe-ports.ts';
import type { SightedAccount, Sighting } from './diagnosis.ts';
import { type PathSigns, readPath } from './path-signs.ts';

/** What the logs say is about now for that long. */
const RECENT_MS = 15 * 60_000;

/** Looks so close together see the same path: what differs between them is chance. */
const SAME_LOOK_MS = 3 * 60_000;

export interface SignInSign {
  result: number | string;
  tookMs: number;
  account: SightedAccount;
  text: string;
  atMs: number;
  correlationId: string;
}

export interface ServerSigns {
  name: string;
  site: string | null;
  path: PathSigns | null;
  preflight: Observations['preflight'] | null;
  /** Null: nobody looked, or the machine did not answer. */
  host: ServerDescription | null;
  /** Why there is no `host` although somebody looked. */
  hostProblem: string | null;
  hostAtMs: number;
  /** It says that its service stopped, as the last it says of that; null: nobody could read it. */
  saidGoodbye: boolean | null;
  /** Of the window; null: nobody could read them. */
  events: Observations['event-log']['events'];
  counters: Observations['event-log']['counters'];
  /** Reasons in the trace of failed requests, of the window: Win32 codes. */
  reasons: readonly number[];
  directory: Observations['directory'] | null;
}

export interface Signs {
  atMs: number;
  /** With a right password, oldest first. */
  signIns: readonly SignInSign[];
  wrongPassword: readonly (number | string)[];
  agents: AgentsObservation | null;
  /** Of the window, newest first; null: nobody could read it. */
  rows: readonly SignInRow[] | null;
  servers: readonly ServerSigns[];
  discoveryProblem: string | null;
  lockout: Observations['lockout-policy'] | null;
  looked: ReadonlySet<ProbeId>;
}

export function readSigns(sightings: readonly Sighting[]): Signs {
  const atMs = Math.max(0, ...sightings.map((sighting) => sighting.atMs));
  // Who was throttled at the second look saw enough at the first.
  const last = <K extends ProbeId>(probe: K): Observations[K] | null => {
    const all = sightings.filter(isOf(probe));
    return (all.findLast(sawSomething) ?? all.at(-1))?.observation ?? null;
  };
  const names = new Set(sightings.flatMap(({ server }) => server ?? []));
  const log = last('sign-in-log');
  return {
    atMs,
    signIns: sightings
      .filter(isOf('sign-in'))
      .filter((sighting) => sighting.atMs >= atMs - RECENT_MS)
      .map(readSignIn),
    wrongPassword: sightings.filter(isOf('wrong-password')).map((s) => s.observation.result),
    agents: last('agents'),
    rows: log?.rows?.filter(({ createdMs }) => createdMs >= atMs - RECENT_MS) ?? null,
    servers: [...names].map((name) => readServer(sightings, name, atMs)),
    discoveryProblem: last('discovery')?.problem ?? null,
    lockout: last('lockout-policy'),
    looked: new Set(
      sightings.flatMap((sighting) => (sawSomething(sighting) ? sighting.probe : [])),
    ),
  };
}

interface SightingOf<K extends ProbeId> extends Omit<Sighting, 'probe' | 'observation'> {
  probe: K;
  observation: Observations[K];
}

function isOf<K extends ProbeId>(probe: K) {
  return (sighting: Sighting): sighting is Sighting & SightingOf<K> => sighting.probe === probe;
}

function sawSomething({ observation }: Sighting): boolean {
  return !('problem' in observation) || observation.problem === null;
}

function readSignIn({ observation, account, atMs }: SightingOf<'sign-in'>): SignInSign {
  const { result, phaseMs, text, correlationId } = observation;
  const tookMs = Object.values(phaseMs).reduce((sum, ms) => sum + ms, 0);
  return { result, tookMs, text, atMs, correlationId, account: account ?? 'on-premises' };
}

function readServer(sightings: readonly Sighting[], name: string, atMs: number): ServerSigns {
  const here = sightings.filter(({ server }) => server === name);
  const preflights = here
    .filter(isOf('preflight'))
    .filter((sighting) => sighting.atMs >= atMs - SAME_LOOK_MS)
    .map(({ observation }) => observation);
  const preflight = preflights.at(-1) ?? null;
  const host = here.filter(isOf('agent-host')).at(-1)?.observation;
  const log = here.filter(isOf('event-log')).at(-1)?.observation;
  return {
    name,
    site: here[0]?.site ?? null,
    preflight,
    path: preflight && readPath(preflights),
    host: host?.description ?? null,
    hostProblem: host?.problem ?? null,
    hostAtMs: host?.observedAtMs ?? atMs,
    saidGoodbye: log?.events?.length ? endsWithGoodbye(log.events) : null,
    events: log?.events?.filter((event) => event.atMs >= atMs - RECENT_MS) ?? null,
    counters: log?.counters ?? null,
    reasons:
      log?.failures?.flatMap((f) => (f.atMs >= atMs - RECENT_MS ? Number(f.reason) : [])) ?? [],
    directory: here.filter(isOf('directory')).at(-1)?.observation ?? null,
  };
}

/** The lab’s own ids: a real agent has none, and nothing may hang on them alone. */
function endsWithGoodbye(events: readonly LoggedEvent[]): boolean {
  const ids: number[] = [EVENTS.serviceStarted.id, EVENTS.serviceStopped.id];
  return events.findLast(({ id }) => ids.includes(id))?.id === EVENTS.serviceStopped.id;
}

/** Of the accounts that the directory answers for. */
export function directorySignIns({ signIns }: Signs): readonly SignInSign[] {
  return signIns.filter(({ account }) => account !== 'cloud-only');
}

/** What right passwords of the directory's own users brought, but for tokens. */
export function failedSignIns(signs: Signs): readonly SignInSign[] {
  return directorySignIns(signs).filter(({ result }) => result !== 0);
}

/** Names of the places where it shows; empty: everywhere that was looked at. */
export function placesOf(
  { servers }: Pick<Signs, 'servers'>,
  found: readonly ServerSigns[],
): readonly string[] {
  if (found.length === servers.length && servers.length > 1) return [];
  const sites = new Set(found.map(({ site }) => site));
  const ofSites = servers.filter(({ site }) => sites.has(site));
  const [site] = sites;
  const isWhole = sites.size === 1 && ofSites.length === found.length && found.length > 1;
  return isWhole && site ? [site] : found.map(({ name }) => name);
}

export function hasLogged({ events }: ServerSigns, id: number): boolean {
  return events?.some((event) => event.id === id) ?? false;
}

/**
 * What `look.ps1` printed, as a server's description, events, counters and failures. Its shape is
 * our own; that real servers fill it this way is assumed, because none was at hand.
 */
import { PROGRAMS } from '../../../protocol/agent-versions.ts';
import { CHANNELS, COUNTERS, SERVICES } from '../../../protocol/events.ts';
import { SECOND_MS } from '../../../protocol/time-units.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { LoggedEvent, ServerDescription, TracedFailure } from '../../probe-ports.ts';
import {
  asObject,
  type JsonObject,
  listOf,
  numberOf,
  parseJsonObject,
  textOf,
} from '../../wire/json.ts';
import { levelOf } from './read-events.ts';

export interface WindowsLook {
  computer: string;
  description: ServerDescription;
  /** A word if nobody could read the agent's channel, which must not pass for a quiet one. */
  events: readonly LoggedEvent[] | { unread: string };
  counters: Readonly<Record<string, number>> | undefined;
  failures: readonly TracedFailure[];
}

/** @throws LabError `PROBE_SERVER` if it is not what the script prints. */
export function parseLook(text: string): WindowsLook {
  const look = parseJsonObject(text.replace(/^\uFEFF/, '').trim());
  if (look === undefined || look.shape !== 1) {
    const came = text.trim() === '' ? 'nothing' : `"${text.trim().slice(0, 60)}"`;
    const sentence = `Expected one JSON object from PowerShell on this server, got ${came}.`;
    throw new LabError('PROBE_SERVER', sentence);
  }
  return {
    computer: textOf(look, 'computer') ?? '',
    description: describe(look),
    events: readLog(look),
    counters: readCounters(asObject(look.counters)),
    failures: objectsOf(look, 'trace').flatMap(readFailure),
  };
}

function objectsOf(look: JsonObject, key: string): readonly JsonObject[] {
  return listOf(look, key).map((value) => asObject(value) ?? {});
}

function describe(look: JsonObject): ServerDescription {
  const unread = unreadOf(look).filter((part) => !OF_THE_LOG.test(part));
  const programs = objectsOf(look, 'programs').map(readProgram);
  const agent = programs.find(({ name }) => AGENT_NAMES.includes(name));
  const instanceId = textOf(asObject(look.registry) ?? {}, 'instanceId');
  const found = readCertificate(look);
  const proxySetting = readProxy(asObject(look.proxy));
  const clockOffsetMs = readOffset(textOf(look, 'clock'));
  return {
    agentService: stateOf(look, SERVICES.agent.name),
    updaterService: stateOf(look, SERVICES.updater.name),
    programs,
    ...(agent?.version !== undefined && { agentVersion: agent.version }),
    ...(instanceId && { instanceId }),
    ...(found.certificate && { certificate: found.certificate }),
    ...(proxySetting !== undefined && { proxySetting }),
    ...readTls(asObject(look.tls12)),
    ...(typeof look.secureChannel === 'boolean' && {
      secureChannel: look.secureChannel ? ('ok' as const) : ('broken' as const),
    }),
    ...(clockOffsetMs !== undefined && { clockOffsetMs }),
    ...readConnect(look, programs),
    unread: [...unread, ...found.unread],
  };
}

/** What `event-log` reads is not missed by `agent-host`. */
const OF_THE_LOG = /^(events of|counters|trace)\b/;

function unreadOf(look: JsonObject): readonly string[] {
  return listOf(look, 'unread').filter((part) => typeof part === 'string');
}

/** The script lists the newest first, one channel after the other. */
function readLog(look: JsonObject): WindowsLook['events'] {
  const unread = unreadOf(look).find((part) => part.startsWith(`events of ${CHANNELS.admin}`));
  if (unread !== undefined) return { unread };
  const events = objectsOf(look, 'events').flatMap(readEvent);
  return events.toSorted((one, other) => one.atMs - other.atMs);
}

const AGENT_NAMES: readonly string[] = [PROGRAMS.agent, PROGRAMS.formerAgent];

function readProgram(program: JsonObject): { name: string; version?: string } {
  const version = textOf(program, 'version');
  return { name: textOf(program, 'name') ?? '?', ...(version && { version }) };
}

/** Services that were not read are unknown; one that is not among those read is not there. */
function stateOf(look: JsonObject, name: string): ServerDescription['agentService'] {
  const unread = unreadOf(look).some((part) => part.startsWith('services'));
  if (unread || !Array.isArray(look.services)) return 'unknown';
  const service = objectsOf(look, 'services').find((one) => textOf(one, 'name') === name);
  if (service === undefined) return 'absent';
  return textOf(service, 'status') === 'Running' ? 'running' : 'stopped';
}

/**
 * The one that the trust settings name; without them the one that lasts longest. After its first
 * renewal it lies in the service account's own store (ED-SEC), which nobody else can open.
 */
function readCertificate(
  look: JsonObject,
): Pick<ServerDescription, 'certificate'> & { unread: readonly string[] } {
  const trust = asObject(look.trust) ?? {};
  const wanted = textOf(trust, 'thumbprint')?.toUpperCase();
  const all = objectsOf(look, 'certificates').flatMap(readDates);
  const named = all.find(({ thumbprint }) => thumbprint === wanted);
  if (named) return { certificate: named, unread: [] };
  if (textOf(trust, 'isInUserStore')?.toLowerCase() === 'true') {
    return { unread: ['the certificate, which is in the store of the service’s own account'] };
  }
  const [latest] = all.toSorted((one, other) => other.notAfterMs - one.notAfterMs);
  return { ...(wanted === undefined && latest && { certificate: latest }), unread: [] };
}

function readDates(found: JsonObject): NonNullable<ServerDescription['certificate']>[] {
  const [notBeforeMs, notAfterMs] = [numberOf(found, 'notBeforeMs'), numberOf(found, 'notAfterMs')];
  const thumbprint = textOf(found, 'thumbprint')?.toUpperCase();
  if (thumbprint === undefined || notBeforeMs === undefined || notAfterMs === undefined) return [];
  return [{ thumbprint, notBeforeMs, notAfterMs, hasPrivateKey: found.hasPrivateKey === true }];
}

/** Whether WPAD answers the service cannot be read anywhere: then this says nothing. */
function readProxy(proxy: JsonObject | undefined): ServerDescription['proxySetting'] {
  if (proxy === undefined) return undefined;
  if (proxy.serviceNames === true) return 'named';
  if (proxy.serviceOff === true) return 'none';
  return proxy.person === true ? 'browser-only' : undefined;
}

/** Keys that are absent leave the system's default, which is on since Windows Server 2012. */
function readTls(set: JsonObject | undefined): Pick<ServerDescription, 'tls12'> {
  if (set === undefined) return {};
  return { tls12: numberOf(set, 'enabled') !== 0 && numberOf(set, 'disabledByDefault') !== 1 };
}

/** `w32tm` tells the domain's time against this machine's: the other way round. */
function readOffset(line: string | undefined): number | undefined {
  const [, sign, whole, part] = /([+-])(\d+)[.,](\d+)s\s*$/.exec(line ?? '') ?? [];
  if (whole === undefined || part === undefined) return undefined;
  const offsetMs = Math.round(Number(`${whole}.${part}`) * SECOND_MS);
  return sign === '-' || offsetMs === 0 ? offsetMs : -offsetMs;
}

const CONNECT = /^Microsoft (Azure AD Connect|Entra Connect Sync)$/;

function readConnect(
  look: JsonObject,
  programs: ServerDescription['programs'],
): Pick<ServerDescription, 'connect'> {
  const version = programs.find(({ name }) => CONNECT.test(name))?.version;
  const state = stateOf(look, 'ADSync');
  if (version === undefined || state === 'absent' || state === 'unknown') return {};
  const role = look.staging === true ? 'staging' : 'primary';
  return { connect: { version, role, isRunning: state === 'running' } };
}

function readEvent(event: JsonObject): LoggedEvent[] {
  const [id, atMs] = [numberOf(event, 'id'), numberOf(event, 'atMs')];
  if (id === undefined || atMs === undefined) return [];
  const channel = textOf(event, 'channel') ?? '';
  const level = levelOf(numberOf(event, 'level'));
  return [{ channel, id, level, atMs, message: textOf(event, 'message') ?? '' }];
}

/** Windows writes the names of counters as it likes: in any case, and without their spaces. */
export function readCounters(
  found: JsonObject | undefined,
): Readonly<Record<string, number>> | undefined {
  if (found === undefined) return undefined;
  const plain = (name: string) => name.toLowerCase().replaceAll(/\s/g, '');
  const values = Object.values(COUNTERS).flatMap((name): [string, number][] => {
    const key = Object.keys(found).find((candidate) => plain(candidate) === plain(name));
    const value = key === undefined ? undefined : numberOf(found, key);
    return value === undefined ? [] : [[name, value]];
  });
  return values.length === 0 ? undefined : Object.fromEntries(values);
}

function readFailure(failure: JsonObject): TracedFailure[] {
  const reason = textOf(failure, 'reason');
  const after = textOf(failure, 'after') ?? '';
  const atMs = Date.parse(after.replace(/^\s*DateTime=/, '').trim());
  return reason === undefined || Number.isNaN(atMs) ? [] : [{ atMs, reason }];
}

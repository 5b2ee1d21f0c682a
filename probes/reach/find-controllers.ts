/**
 * The domain's controllers as a server finds them: by SRV record, and those it was told of. Each is
 * looked at by TCP and TLS, and asked anonymously who it is and what time it has: no account is
 * named, so nothing counts as a logon.
 */
import { labHost } from '../../protocol/hosts.ts';
import { portOf } from '../../protocol/tcp.ts';
import type { ControllersFound, Reach, RootSeen } from '../observations.ts';
import type { ProbeContext } from '../probe.ts';
import { isLabName, observeReach, strangerCall } from './reach.ts';

const LDAPS_PORT = 636;
/** LDAPS, LDAP, Kerberos. */
const PORTS = [
  { port: LDAPS_PORT, speaks: 'tls' },
  { port: 389, speaks: 'tcp' },
  { port: 88, speaks: 'tcp' },
] as const;

/** More than that are counted, not called: a big forest has hundreds. */
const CONTROLLERS_MAX = 8;

export async function findControllers(context: ProbeContext): Promise<ControllersFound> {
  const srv = await resolveControllers(context);
  const controllers = controllersOf(context, srv).slice(0, CONTROLLERS_MAX);
  const [reaches, rootDse] = await Promise.all([
    Promise.all(controllers.map((one) => lookAt(context, one))),
    Promise.all(controllers.map((one) => askRoot(context, one))),
  ]);
  return { srv, reaches: reaches.flat(), rootDse };
}

/** Without a domain there is no name to ask for, and that is no failure. */
export async function resolveControllers(context: ProbeContext): Promise<ControllersFound['srv']> {
  const { network, authority, site } = context;
  if (site === undefined || site.directoryDomain === '') {
    return { ok: true, hosts: [] };
  }
  const record = `_ldap._tcp.dc._msdcs.${site.directoryDomain}`;
  const isLab = isLabName(new URL(authority).hostname) && !isLabName(record);
  const found = await network.resolveService(
    isLab ? labHost(record) : record,
    strangerCall(context),
  );
  return found.ok ? { ok: true, hosts: found.value } : { ok: false, failure: found.failure };
}

export interface ControllerPlace {
  host: string;
  /** Of LDAPS. */
  port: number;
}

/** Those told of first, in the order in which a server asks them; each once. */
export function controllersOf(
  { site }: Pick<ProbeContext, 'site'>,
  srv: ControllersFound['srv'],
): readonly ControllerPlace[] {
  const told = (site?.controllers ?? []).map(readPlace);
  const found = srv.ok ? srv.hosts.map(readPlace) : [];
  const places = [...told, ...found];
  return places.filter(({ host }, at) => places.findIndex((one) => one.host === host) === at);
}

/** A host name, or `ldaps://host[:port]`. */
function readPlace(text: string): ControllerPlace {
  const url = new URL(text.includes('://') ? text : `ldaps://${text}`);
  return { host: url.hostname, port: portOf(url) };
}

function lookAt(context: ProbeContext, { host, port: ldaps }: ControllerPlace): Promise<Reach[]> {
  return Promise.all(
    PORTS.map(({ port, speaks }) => {
      const place = { host, port: port === LDAPS_PORT ? ldaps : port, speaks };
      return observeReach(context, { ...place, purpose: 'directory' });
    }),
  );
}

async function askRoot(context: ProbeContext, place: ControllerPlace): Promise<RootSeen> {
  const { host, port } = place;
  const { network, clock } = context;
  const askedMs = clock.nowMs();
  const answer = await network.rootDse(`ldaps://${host}:${port}`, strangerCall(context));
  if (!answer.ok) return { host, timeMs: null, failure: answer.failure, offsetMs: null };
  const { timeMs } = answer.value;
  const offsetMs = timeMs === null ? null : offsetFrom(timeMs, askedMs, clock.nowMs());
  return { host, timeMs, failure: null, offsetMs };
}

/** Half a second on average is lost where only whole seconds are told. */
const TRUNCATED_MS = 500;

/** This machine's clock minus theirs; an answer is taken to be written halfway. */
export function offsetFrom(theirsMs: number, askedMs: number, answeredMs: number): number {
  return Math.round((askedMs + answeredMs) / 2 - (theirsMs + TRUNCATED_MS));
}

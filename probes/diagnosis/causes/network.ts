/**
 * Firewalls and lines between the agents and the cloud. Connections that were open before may go
 * on: with 443 closed for new ones only, sign-ins work until an agent has to connect again.
 */
import { EVENTS } from '../../../protocol/events.ts';
import type { Reach } from '../../observations.ts';
import { type Cause, FAIR, STRONG, WEAK } from '../cause.ts';
import { describeReach, isMsappproxy, isServicebus } from '../path-signs.ts';
import { hasLogged, placesOf, type ServerSigns, type Signs } from '../signs.ts';
import { ALLOW, failsAll, isNowAndThen, pathCause } from './on-path.ts';

const RESTART = 'then restart the agent service and wait five minutes';

/** A device that acts on one of the two domains, whatever it does to it. */
const isOneDomain = (server: ServerSigns) =>
  isOnly(server, isMsappproxy, isServicebus) || isOnly(server, isServicebus, isMsappproxy);

type IsOne = (reach: Reach) => boolean;

/** One domain is blocked, and the other one at least connects. */
function isOnly(server: ServerSigns, blocked: IsOne, other: IsOne): boolean {
  const others = server.path?.cloud.filter(({ reach }) => other(reach)) ?? [];
  if (others.length === 0 || others.some(({ obstacle }) => obstacle === 'blocked')) return false;
  return failsAll(server, blocked, 'blocked');
}

/** Whoever resets what has just connected lets 8080 connect as well. */
function isOpenAt8080({ path }: ServerSigns): boolean {
  const resets = path?.cloud.some(
    ({ reach: { outcome } }) => !outcome.ok && outcome.failure === 'reset',
  );
  return path?.status8080 === true && !resets;
}

export const NETWORK_CAUSES: readonly Cause[] = [
  pathCause(
    {
      id: 'block-443',
      link: 'network',
      title: 'Outbound 443 is blocked',
      isUsual: true,
      explains: ['bootstrap-outage', 'agents-below-n-plus-1', 'asymmetric-sites'],
      nextTest:
        'On the agent server: Test-NetConnection to port 443 of both domains. It fails while ' +
        'connecting where 443 is blocked, and connects where TLS is inspected.',
      fix: `${ALLOW} *.servicebus.windows.net; ${RESTART}.`,
      sources: ['ED-QS', 'ED-TS', 'SEED-C'],
    },
    'blocked',
    (server) => !isOneDomain(server) && !isOpenAt8080(server) && !isBrokenPac(server),
  ),
  pathCause(
    {
      id: 'only-8080',
      link: 'network',
      title: 'Outbound 443 is blocked and only 8080 is open',
      explains: ['block-443'],
      nextTest:
        'Test-NetConnection to ports 443 and 8080 of the bootstrap name: agents that report ' +
        'over 8080 stay Active and answer nobody.',
      fix: `${ALLOW} *.servicebus.windows.net. Do not take Active for a sign that sign-ins work.`,
      sources: ['ED-QS'],
    },
    'blocked',
    (server) => !isOneDomain(server) && isOpenAt8080(server),
  ),
  pathCause(
    {
      id: 'block-msappproxy',
      link: 'network',
      title: '*.msappproxy.net is blocked',
      explains: ['bootstrap-outage'],
      nextTest:
        'Test-NetConnection to a name of each of the two domains: without *.msappproxy.net no ' +
        'answer comes back (80002) and agents turn Inactive.',
      fix: `${ALLOW} *.servicebus.windows.net: the first one is missing.`,
    },
    'blocked',
    (server) => isOnly(server, isMsappproxy, isServicebus),
  ),
  pathCause(
    {
      id: 'block-servicebus',
      link: 'network',
      title: '*.servicebus.windows.net is blocked',
      nextTest:
        'Test-NetConnection to a name of each of the two domains: without ' +
        '*.servicebus.windows.net there is nobody to ask (80001) and agents stay Active.',
      fix: `${ALLOW} *.servicebus.windows.net: the second one is missing.`,
    },
    'blocked',
    (server) => isOnly(server, isServicebus, isMsappproxy),
  ),
  pathCause(
    {
      id: 'half-open',
      link: 'network',
      title: 'Connections open and carry nothing',
      nextTest:
        'A packet capture on the server: TCP connects and nothing answers the TLS hello; with ' +
        '443 blocked TCP does not connect.',
      fix: 'Follow a capture on both sides of the firewall; look for asymmetric routing and MTU.',
    },
    'half-open',
  ),
  {
    id: 'asymmetric-sites',
    link: 'network',
    title: 'Part of the new connections of a site is lost',
    brings: [0, 80001, 80002],
    seenBy: ['preflight'],
    nextTest:
      'Preflight ten times in a row: with one of two lines broken a part of them fails, with 443 ' +
      'blocked all of them do.',
    fix: 'Probe each line of the site by itself, and take the broken one out until it is repaired.',
    sources: ['lab'],
    look(signs) {
      const found = signs.servers.filter(({ path }) => path && isNowAndThen(path));
      if (found.length === 0) return lookForGaps(signs);
      return { weight: STRONG, at: placesOf(signs, found), for: found.map(sayMixed) };
    },
  },
  {
    id: 'block-80',
    link: 'network',
    title: 'Outbound 80 is blocked: revocation lists cannot be fetched',
    brings: [0],
    seenBy: ['preflight'],
    nextTest: 'Test-NetConnection crl3.digicert.com -Port 80 on the agent server.',
    fix: 'Allow outbound TCP 80 from every agent server to the hosts of the revocation lists.',
    sources: ['ED-QS'],
    look(signs) {
      const found = signs.servers.filter(
        ({ path }) =>
          path !== null &&
          path.revocation.length > 0 &&
          path.revocation.every(({ obstacle }) => obstacle === 'blocked') &&
          path.cloud.every(({ obstacle }) => obstacle !== 'blocked'),
      );
      if (found.length === 0) return undefined;
      const [first] = found[0]?.path?.revocation ?? [];
      const example = first ? `: ${describeReach(first.reach)}` : '';
      const names = found.map(({ name }) => name).join(', ');
      const seen = `no revocation list can be fetched from ${names}${example}`;
      return { weight: STRONG, at: placesOf(signs, found), for: [seen] };
    },
  },
];

/** A proxy is configured by a script, and the connection did not go through it. */
export function isBrokenPac({ preflight, path }: ServerSigns): boolean {
  if (!preflight || preflight.proxy.setting === 'none') return false;
  if (preflight.proxy.problem === 'broken-pac') return true;
  return (
    preflight.proxy.setting === 'wpad' &&
    (path?.cloud.some(({ reach: { outcome } }) => !outcome.ok && outcome.at === 'connect') ?? false)
  );
}

function sayMixed({ name, path }: ServerSigns): string {
  const failing = path?.cloud.filter(({ obstacle }) => obstacle !== null).length ?? 0;
  return `from ${name} ${failing} of ${path?.cloud.length ?? 0} names fail, in both domains some`;
}

/** A single loss may be one that healed. */
function hasLostItTwice({ events }: ServerSigns): boolean {
  const times = events?.flatMap(({ id, atMs }) => (id === EVENTS.cloudUnreachable.id ? atMs : []));
  return times !== undefined && Math.max(...times) - Math.min(...times) >= APART_MS;
}

/** An agent tries again within a minute: what is further apart are two losses. */
const APART_MS = 60_000;

/** What a preflight missed the log remembers: an agent that lost the cloud now and then. */
function lookForGaps(signs: Signs) {
  const { id } = EVENTS.cloudUnreachable;
  const found = signs.servers.filter(
    (server) =>
      hasLogged(server, id) &&
      server.host?.agentService === 'running' &&
      server.path?.cloud.every(({ obstacle }) => obstacle === null) &&
      !server.path.cloud.some(({ reach: { outcome } }) => outcome.ok && outcome.status === 503),
  );
  const sites = new Set(found.map(({ site }) => site));
  const isPart = signs.servers.some(
    (server) => !sites.has(server.site) && server.path?.cloud.every(({ obstacle }) => !obstacle),
  );
  if (found.length === 0 || !isPart) return undefined;
  const names = found.map(({ name }) => name).join(', ');
  return {
    weight: found.some(hasLostItTwice) ? FAIR : WEAK,
    at: placesOf(signs, found),
    for: [`${names} logged ${id} lately and reaches every name now, other sites did not log it`],
  };
}

/**
 * Where things are, as an egress sees it. Many names share one host, and a packet has no name: so
 * each name gets an address of its own, which is routed to the egress, told to this site only, and
 * translated to the host behind it. That is how packet rules can tell names apart.
 */
import { LEGACY_PORTS_ALL } from '../../../protocol/agent-endpoints.ts';
import { CLOUD_PORTS, DIRECTORY_PATTERN, matchesHost } from '../../../protocol/hosts.ts';
import type { EgressStart } from '../link/messages.ts';

export interface Place {
  /** In lower case. */
  name: string;
  /** What its name resolves to, at this site. */
  virtual: string;
  /** Where it is. */
  real: string;
  /** A controller: called on a directory's ports. */
  isController: boolean;
}

/** 198.18.0.0/15 is for tests between networks (RFC 2544, RFC 6890): nobody's address. */
const VIRTUAL_NETWORK = '198.18';

/** Of another web server of the company, where names resolve to the wrong address. */
export const ELSEWHERE = '198.19.255.254';

/** Ports that speak without TLS. */
export const PLAIN_PORTS: readonly number[] = [CLOUD_PORTS.revocation, CLOUD_PORTS.status];

const CLOUD_SERVED: readonly number[] = [CLOUD_PORTS.https, ...PLAIN_PORTS];

/** Kerberos, LDAP, LDAPS. */
const CONTROLLER_SERVED: readonly number[] = [88, 389, 636];

/** Every port that anybody in a site calls, and more than one rule may have to tell apart. */
export const CALLED_PORTS: readonly number[] = [
  ...CLOUD_SERVED,
  ...CONTROLLER_SERVED,
  ...LEGACY_PORTS_ALL,
];

/** Sorted, so that the same names get the same addresses. */
export function listPlaces({ addresses }: Pick<EgressStart, 'addresses'>): readonly Place[] {
  const names = [...addresses].map(([name, real]) => [name.toLowerCase(), real] as const);
  return names.sort(([one], [other]) => (one < other ? -1 : 1)).map(placeOf);
}

function placeOf([name, real]: readonly [string, string], at: number): Place {
  const nth = at + 1;
  const virtual = `${VIRTUAL_NETWORK}.${nth >> 8}.${nth & 255}`;
  return { name, real, virtual, isController: matchesHost([DIRECTORY_PATTERN], name) };
}

/** Ports of a place that may have to be looked into, not only at. */
export function servedPorts({ isController }: Place): readonly number[] {
  return isController ? CONTROLLER_SERVED : CLOUD_SERVED;
}

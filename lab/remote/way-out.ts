/**
 * Which proxies a call from this host goes through to get to the lab, in order: the host's own, as
 * its environment says it to every program, and then the lab's CONNECT proxy, unless they are one
 * and the same.
 */
import { LabError } from '../../runtime/lab-error.ts';

/** The environment's words, `HTTPS_PROXY` and `NO_PROXY`, in either case. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface WayOutOptions {
  /** `http://host:port` of the lab's CONNECT proxy, where it is known. */
  labProxy?: string;
  /** Instead of what the environment says of this host's proxy. */
  hostProxy?: string;
  environment: Environment;
}

/** @throws LabError `USAGE_PROXY` if there is none, or an address is none of a proxy. */
export function decideWayOut({ labProxy, hostProxy, environment }: WayOutOptions): readonly URL[] {
  const lab = labProxy === undefined ? undefined : parseProxy(labProxy);
  const own = hostProxy ?? environment.HTTPS_PROXY ?? environment.https_proxy;
  const host = own === undefined || own === '' ? undefined : parseProxy(own);
  if (lab === undefined && host === undefined) {
    throw new LabError(
      'USAGE_PROXY',
      'expected a way to the lab: its control address, --lab-proxy with the proxy that ' +
        '"pta-lab up" prints, or HTTPS_PROXY',
    );
  }
  if (lab === undefined) return host ? [host] : [];
  const around = host === undefined || host.host === lab.host || isExempt(lab, environment);
  return around ? [lab] : [host, lab];
}

function parseProxy(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' && url.hostname !== '') return url;
  // A proxy's address may have a password in it: it is not repeated.
  throw new LabError('USAGE_PROXY', 'expected a proxy as http://host:port, got something else');
}

/** `NO_PROXY` as curl reads it: `*`, names with everything under them, an optional port. */
function isExempt({ hostname, port }: URL, environment: Environment): boolean {
  const list = environment.NO_PROXY ?? environment.no_proxy ?? '';
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', onlyPort] = /^\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === '' || (onlyPort !== undefined && onlyPort !== (port || '80'))) return false;
    return hostname === name || hostname.endsWith(`.${name}`);
  });
}

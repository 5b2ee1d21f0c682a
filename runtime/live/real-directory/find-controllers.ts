/**
 * Which real controllers to ask, in which order: those given, or those that the domain's SRV
 * records name. A lower priority comes first; of equals the heavier one.
 */
import { resolveSrv } from 'node:dns/promises';
import { LabError } from '../../lab-error.ts';

export interface ControllerAddress {
  host: string;
  port: number;
}

interface ServiceRecord {
  name: string;
  priority: number;
  weight: number;
}

export type LookUp = (name: string) => Promise<readonly ServiceRecord[]>;

const LDAPS_PORT = 636;
const SERVICE = 'ldaps+srv:';

/** @throws LabError `ESTATE_INVALID` on an address of another form. */
export function parseControllerUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fits =
    url !== undefined &&
    ['ldaps:', SERVICE].includes(url.protocol) &&
    url.hostname !== '' &&
    url.username === '' &&
    ['', '/'].includes(url.pathname);
  if (fits) return url;
  throw new LabError(
    'ESTATE_INVALID',
    `Expected a directory as ldaps://host[:port] or ldaps+srv://domain, got "${withoutPassword(text)}".`,
  );
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^@/]*@/, '//…@');
}

/**
 * Looked up at each call: records change, and the resolver caches them. A name that does not
 * resolve names nobody.
 */
export async function findControllers(
  urls: readonly URL[],
  lookUp: LookUp = resolveSrv,
): Promise<readonly ControllerAddress[]> {
  const found = await Promise.all(
    urls.map(async (url): Promise<readonly ControllerAddress[]> => {
      if (url.protocol !== SERVICE) {
        return [{ host: url.hostname, port: Number(url.port || LDAPS_PORT) }];
      }
      const records = await lookUp(`_ldap._tcp.dc._msdcs.${url.hostname}`).catch(() => []);
      return [...records].sort(byPriority).map(({ name }) => ({ host: name, port: LDAPS_PORT }));
    }),
  );
  return found.flat();
}

function byPriority(one: ServiceRecord, other: ServiceRecord): number {
  return one.priority - other.priority || other.weight - one.weight;
}

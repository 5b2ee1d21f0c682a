/** The server that a lone agent says it runs on: whether its name and its site can be. */
import { LabError } from '../../runtime/lab-error.ts';
import type { LabAddress } from './lab-address.ts';

interface AgentPlace {
  name: string;
  site?: string;
}

/** As Windows has them; it is in the agents list, in events and in what a proxy is told. */
const COMPUTER_NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

/** @throws LabError `USAGE_NAME` */
export function checkName({ name }: AgentPlace): void {
  if (COMPUTER_NAME.test(name)) return;
  const sentence = `--name: expected a computer’s name of letters, digits and -, got "${name}"`;
  throw new LabError('USAGE_NAME', sentence);
}

/**
 * What the lab would never tell: an agent at no site waits for ever, and names tell servers apart.
 *
 * @throws LabError `USAGE_NAME`, `USAGE_SITE`
 */
export function checkPlace({ name, site }: AgentPlace, { estate }: LabAddress): void {
  if (!estate) return;
  const { sites, servers } = estate;
  if (site !== undefined && !sites.includes(site)) {
    const sentence = `--site: expected one of ${sites.join(', ')}, got "${site}"`;
    throw new LabError('USAGE_SITE', sentence);
  }
  if (!servers.includes(name)) return;
  const sentence = `--name: expected a server that the lab has not got, got "${name}" of ${servers.join(', ')}`;
  throw new LabError('USAGE_NAME', sentence);
}

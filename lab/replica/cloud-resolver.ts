/**
 * Names as an agent of a shared tenant resolves them, which has no lab to tell it: every name of
 * the cloud is at one address, a balancer's or a replica's; a controller is where the host's
 * resolver finds its name, or its first label, as compose and Kubernetes call it, or else here.
 */
import { lookup } from 'node:dns/promises';
import { isPrivateAddress } from '../../agent/guard.ts';
import { DIRECTORY_DOMAIN, LAB_SUFFIX, labHost } from '../../protocol/hosts.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { SiteResolver } from '../outposts/agent/site-resolver.ts';

export interface CloudAddress {
  host: string;
  port: number;
}

/** @throws LabError `USAGE_CLOUD` */
export function parseCloudAddress(text: string): CloudAddress {
  const [, host, port] = /^([\w.-]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i.exec(text) ?? [];
  if (host !== undefined && port !== undefined) return { host, port: Number(port) };
  throw new LabError('USAGE_CLOUD', `--cloud: expected host:port, got "${text}"`);
}

/**
 * Lab names lead there whatever it is called, so the agent's own guard sees no more than those.
 *
 * @throws LabError `FOREIGN_ENDPOINT` unless it is at a loopback or private address.
 */
export async function refuseForeignCloud({ host }: CloudAddress): Promise<void> {
  const address = await lookUp(host);
  if (address === undefined || isPrivateAddress(address)) return;
  const sentence = `--cloud: the fake agent talks to a lab only: expected a loopback or private address, got ${address} for "${host}".`;
  throw new LabError('FOREIGN_ENDPOINT', sentence);
}

export function createCloudResolver(cloud: CloudAddress): SiteResolver {
  return {
    async address(name) {
      if (isCloudName(name)) {
        const found = await find(cloud.host);
        return found === undefined ? NOT_FOUND : { address: found, port: cloud.port };
      }
      const found = await findController(name);
      if (found !== undefined) return { address: found };
      return name.endsWith('.localhost') ? { address: LOOPBACK } : NOT_FOUND;
    },
    service: async () => NOT_FOUND,
  };
}

const NOT_FOUND = { obstacle: 'name-not-resolved' } as const;
const LOOPBACK = '127.0.0.1';

function isCloudName(name: string): boolean {
  return name.endsWith(`.${LAB_SUFFIX}`) && !name.endsWith(`.${labHost(DIRECTORY_DOMAIN)}`);
}

/** Some resolvers answer every name under localhost with loopback: they have not found it. */
async function findController(name: string): Promise<string | undefined> {
  const found = await find(name);
  if (found !== undefined && found !== LOOPBACK) return found;
  return (await find(name.split('.')[0] ?? '')) ?? found;
}

/** What lies outside is as good as not there, whoever named it. */
async function find(name: string): Promise<string | undefined> {
  const address = await lookUp(name);
  return address !== undefined && isPrivateAddress(address) ? address : undefined;
}

/** What the host does not know, it does not say why. */
async function lookUp(name: string): Promise<string | undefined> {
  const found = await lookup(name, { family: 4 }).catch(() => undefined);
  return found?.address;
}

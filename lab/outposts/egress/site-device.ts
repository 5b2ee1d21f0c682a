/**
 * The egress's place on its site's network: the device that leads there, and the gateway's address
 * on it, which the engine left free (`inhibit_ipv4`) for the egress to take.
 */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { BlockList, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { LabError } from '../../../runtime/lab-error.ts';
import { runTool } from './run-tool.ts';

export interface SiteDevice {
  device: string;
  /** `10.1.1.254` */
  address: string;
  /** `10.1.1.254/24`, which the packet filter reads as the network. */
  subnet: string;
}

/** @throws LabError `EGRESS_…` */
export async function takeSiteGateway(siteGateway: string | undefined): Promise<SiteDevice> {
  const found = findSiteDevice(siteGateway);
  const { device, address, subnet } = found;
  await expectForwarding();
  if (!hasAddress(device, address)) await runTool('ip', ['addr', 'add', subnet, 'dev', device]);
  return found;
}

/** Changes nothing. @throws LabError `EGRESS_GATEWAY`, `EGRESS_NETWORK` */
export function findSiteDevice(siteGateway = ''): SiteDevice {
  const [, address = '', prefix = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(siteGateway) ?? [];
  if (!isPrivate(address) || Number(prefix) > 30) {
    throw new LabError(
      'EGRESS_GATEWAY',
      `--site-gateway: expected a private address with its prefix, such as 10.231.1.254/24, got "${siteGateway}"`,
    );
  }
  const device = findDevice(address, Number(prefix));
  if (device === undefined) {
    throw new LabError(
      'EGRESS_NETWORK',
      `expected a network device with an address in the network of ${siteGateway}, but there is none: connect this container to its site's network`,
    );
  }
  // A root user may well start an egress outside its container: then it would be the machine that
  // gets a new address and forwards nothing any more.
  if (existsSync(`/sys/class/net/${device}/device`)) {
    throw new LabError(
      'EGRESS_NETWORK',
      `expected the network of ${siteGateway} to be one between containers, but ${device} is a network card of this machine: run the egress in its container`,
    );
  }
  return { device, address, subnet: siteGateway };
}

/** RFC 1918. */
function isPrivate(address: string): boolean {
  const ranges = new BlockList();
  ranges.addSubnet('10.0.0.0', 8);
  ranges.addSubnet('172.16.0.0', 12);
  ranges.addSubnet('192.168.0.0', 16);
  return isIPv4(address) && ranges.check(address);
}

function findDevice(address: string, prefix: number): string | undefined {
  const subnet = new BlockList();
  subnet.addSubnet(address, prefix);
  return Object.entries(networkInterfaces()).find(([, own = []]) =>
    own.some((one) => one.family === 'IPv4' && subnet.check(one.address)),
  )?.[0];
}

function hasAddress(device: string, address: string): boolean {
  return (networkInterfaces()[device] ?? []).some((one) => one.address === address);
}

async function expectForwarding(): Promise<void> {
  const value = await readFile('/proc/sys/net/ipv4/ip_forward', 'utf8');
  if (value.trim() === '1') return;
  throw new LabError(
    'EGRESS_FORWARDING',
    'expected this container to forward packets, but net.ipv4.ip_forward is 0: set it with `sysctls`, as docker-compose.yml does',
  );
}

/**
 * The network of one target. Whoever may send a password trusts a lab's CA alone, or the public CAs
 * that come with Node: a CA that somebody put into the machine's store to read along is trusted
 * only where NODE_EXTRA_CA_CERTS says so.
 */
import { rootCertificates } from 'node:tls';
import { readText } from '../../../runtime/live/read-text.ts';
import { readProxySetting } from '../network/proxy-setting.ts';
import { createStrangerNetwork, type StrangerNetwork } from '../network/stranger-network.ts';

export interface Trust {
  /** PEM of a lab's CA. */
  lab?: string | undefined;
  /** PEM, for domain controllers. */
  directory?: string | undefined;
  /** It sends nothing that is worth reading: the machine's own store counts, as for its agent. */
  isOpen: boolean;
}

export interface OpenedNetwork {
  network: StrangerNetwork;
  /** Through the proxy that the environment names; labs are reached without one. */
  proxied?: 'named';
}

/** @throws LabError `PROBE_PROXY`, `TARGET_CA` */
export function openNetwork({ lab, directory, isOpen }: Trust): OpenedNetwork {
  const ca = lab ?? (isOpen ? undefined : publicAuthorities());
  const proxy = lab === undefined ? readProxySetting(process.env) : undefined;
  const network = createStrangerNetwork({
    ...(ca !== undefined && { ca }),
    ...(directory !== undefined && { directoryCa: directory }),
    ...(proxy && { proxy }),
  });
  return { network, ...(proxy && { proxied: 'named' as const }) };
}

function publicAuthorities(): string {
  const extra = process.env.NODE_EXTRA_CA_CERTS;
  return [...rootCertificates, ...(extra ? [readExtra(extra)] : [])].join('\n');
}

function readExtra(file: string): string {
  return readText(file, 'TARGET_CA', (got) => {
    return `NODE_EXTRA_CA_CERTS: expected a file that can be read, got ${got} for "${file}".`;
  });
}

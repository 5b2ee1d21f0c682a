/**
 * What TCP does about lost packets, and which ports stand for which protocol. The waits are those
 * of the sender; Windows and Linux differ in the numbers that RFC 6298 leaves open.
 */
import type { Sourced } from './sources.ts';

const rows = {
  connectRetryMs: {
    value: 1_000,
    basis: 'documented',
    sources: ['RFC-6298'],
    note: 'First wait for the answer to a SYN (section 2.1); doubles each time.',
  },
  connectRetriesMax: {
    value: 6,
    basis: 'assumed',
    sources: ['lab'],
    note: 'How often a SYN is sent again, as Linux does; Windows gives up earlier.',
  },
  dataRetryMs: {
    value: 200,
    basis: 'assumed',
    sources: ['lab'],
    note:
      'First wait for the acknowledgement of data on a path of short round trips, as Linux does; ' +
      'RFC 6298 (2.4) asks for a second. Doubles each time.',
  },
  dataRetriesMax: {
    value: 15,
    basis: 'assumed',
    sources: ['lab'],
    note: 'How often data are sent again, as Linux does; then nothing arrives any more.',
  },
  retryMsMax: {
    value: 120_000,
    basis: 'assumed',
    sources: ['lab'],
    note: 'The longest wait between two of them, as Linux does; RFC 6298 (2.5) asks for 60 s or more.',
  },
} as const satisfies Record<string, Sourced<number>>;

export const TCP: Readonly<Record<keyof typeof rows, Sourced<number>>> = rows;

/** Where a URL without a port leads, by scheme (IANA; LDAP: RFC 4513, AD on LDAPS: fact sheet). */
const USUAL_PORTS: Readonly<Record<string, number>> = {
  'https:': 443,
  'wss:': 443,
  'http:': 80,
  'ldaps:': 636,
  'ldap:': 389,
};

/** Ports of a domain's own services (DNS, Kerberos, LDAP, LDAPS): never behind a web proxy. */
const DIRECTORY_PORTS: readonly number[] = [53, 88, 389, 636];

export const DNS_PORT = 53;

export function portOf({ port, protocol }: Pick<URL, 'port' | 'protocol'>): number {
  return port === '' ? (USUAL_PORTS[protocol] ?? 443) : Number(port);
}

export function isDirectoryPort(port: number): boolean {
  return DIRECTORY_PORTS.includes(port);
}

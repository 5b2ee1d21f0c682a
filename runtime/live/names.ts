/**
 * The lab's own name service: lab names to loopback ports. The machine's resolver is never asked,
 * so that a mistyped name ends here and not at a real server.
 */
import { LEGACY_PORTS_ALL } from '../../protocol/agent-endpoints.ts';
import { LabError } from '../lab-error.ts';
import type { Hop } from './memory-hop.ts';

export interface Names {
  /** `undefined`: no such name. */
  resolve(host: string, port: number): Address | undefined;
  portOf(host: string): number | undefined;
  /** Whether that port of the name speaks plain HTTP. */
  isPlain(host: string, port: number): boolean;
  /** `enter`: how a connection gets there that begins in this process. */
  add(host: string, port: number, enter?: Address['enter']): void;
  /** Plain HTTP on these ports of the name listens at `port`. */
  addPlain(host: string, ports: readonly number[], port: number): void;
  /** Nobody listens any more, but the name stays known: callers are refused. */
  close(host: string, port: number): void;
}

export interface Address {
  address: string;
  port: number;
  enter?: (end: Hop) => void;
}

export const LOOPBACK = '127.0.0.1';

/**
 * The ports that stand for "where this name listens": https, wss and ldaps without a port of their
 * own.
 */
const USUAL_PORTS = [443, 636];

/** Ports that a name has only if something was said to listen there. */
const OTHER_PORTS = [80, 88, 389, 8080, ...LEGACY_PORTS_ALL];

/**
 * tcpmux, which nobody runs. The port a service had cannot stand for "nobody listens": the kernel
 * may give it to somebody else, or even connect a caller to itself.
 */
const CLOSED_PORT = 1;

export function createNames(): Names {
  const ports = new Map<string, number>();
  const plain = new Map<string, number>();
  const doors = new Map<number, Address['enter']>();
  return {
    resolve(host, port) {
      const name = host.toLowerCase();
      const known = ports.get(name);
      if (known === undefined) return undefined;
      if (USUAL_PORTS.includes(port) || port === known) {
        const enter = doors.get(known);
        return { address: LOOPBACK, port: known, ...(enter && { enter }) };
      }
      const other = OTHER_PORTS.includes(port) ? CLOSED_PORT : port;
      return { address: LOOPBACK, port: plain.get(`${name}:${port}`) ?? other };
    },
    isPlain: (host, port) => plain.has(`${host.toLowerCase()}:${port}`),
    portOf: (host) => ports.get(host.toLowerCase()),
    add(host, port, enter) {
      const name = host.toLowerCase();
      if (name !== 'localhost' && !name.endsWith('.localhost')) {
        throw new LabError(
          'NAME_NOT_LOCAL',
          `expected a name under localhost, got "${host}": the live lab answers to nothing else`,
        );
      }
      ports.set(name, port);
      doors.set(port, enter);
    },
    addPlain(host, served, port) {
      for (const one of served) plain.set(`${host.toLowerCase()}:${one}`, port);
    },
    close(host, port) {
      const name = host.toLowerCase();
      if (ports.get(name) !== port) return;
      ports.set(name, CLOSED_PORT);
      doors.delete(port);
      for (const key of plain.keys()) if (key.startsWith(`${name}:`)) plain.set(key, CLOSED_PORT);
    },
  };
}

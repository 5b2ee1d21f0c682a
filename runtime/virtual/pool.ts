/**
 * Idle connections kept for the next request of the same component to the same origin, as an HTTP
 * client keeps them. A renewed identity never finds the connections that were opened with the old
 * one.
 */
import type { Clock, Vantage } from '../ports.ts';
import type { Link } from './link.ts';

export interface Pool {
  take(url: URL, from: Vantage): Link | undefined;
  put(url: URL, from: Vantage, link: Link): void;
}

interface Idle {
  link: Link;
  expiry: Disposable;
}

export function createPool(clock: Clock, idleMs: number): Pool {
  const idle = new Map<string, Idle[]>();

  const keyOf = (url: URL, { component, identity, proxied = false }: Vantage) => {
    const place = url.origin === 'null' ? url.href : url.origin;
    return `${component} ${place} ${identity?.chain[0]?.thumbprint ?? ''} ${proxied}`;
  };

  return {
    take(url, from) {
      const waiting = idle.get(keyOf(url, from)) ?? [];
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        next.expiry[Symbol.dispose]();
        if (!next.link.closed) return next.link;
      }
      return undefined;
    },
    put(url, from, link) {
      const key = keyOf(url, from);
      const waiting = idle.get(key) ?? [];
      idle.set(key, waiting);
      const expiry = clock.at(clock.nowMs() + idleMs, () => {
        link.discard();
        waiting.splice(waiting.indexOf(entry), 1);
      });
      const entry = { link, expiry };
      waiting.push(entry);
    },
  };
}

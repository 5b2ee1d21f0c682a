/** LDAP binds over the live network, on pooled connections as a directory client keeps them. */
import { portOf } from '../../protocol/tcp.ts';
import type { BindRequest, BindResult, Call, Outcome } from '../ports.ts';
import { type DialWorld, dial, type Secured } from './dial.ts';
import { failureOf } from './failure.ts';
import { ldapBind } from './ldap-client.ts';
import { type Asked, type Connection, createPool, type PoolOptions } from './pool.ts';
import { poolKey } from './pool-key.ts';

export interface DirectoryClient extends Disposable {
  bind(url: string, request: BindRequest, call: Call): Promise<Outcome<BindResult>>;
}

type DirectoryConnection = Connection<BindRequest, BindResult>;

export function createDirectoryClient(world: DialWorld, options: PoolOptions): DirectoryClient {
  const pool = createPool<BindRequest, BindResult>(options);
  return {
    bind(url, request, call) {
      const place = new URL(url);
      const target = { host: place.hostname, port: portOf(place) };
      const key = poolKey(`ldaps://${target.host}:${target.port}`, call.from);
      return pool.exchange(key, request, call, async (left) => {
        const dialled = await dial(world, target, left);
        if (!dialled.ok) return dialled;
        return { ...dialled, value: createDirectoryConnection(dialled.value) };
      });
    },
    [Symbol.dispose]: () => pool[Symbol.dispose](),
  };
}

function createDirectoryConnection({ socket, peer }: Secured): DirectoryConnection {
  // Flowing, also while idle: otherwise nobody would notice that the server has closed it.
  socket.resume();
  return {
    peer,
    get usable() {
      return socket.readable && socket.writable;
    },
    async ask(request): Promise<Asked<BindResult>> {
      try {
        const value = await ldapBind(socket, request);
        return value === 'malformed-answer' ? { ok: false, failure: value } : { ok: true, value };
      } catch (error) {
        return { ok: false, failure: failureOf(error) };
      }
    },
    destroy: () => void socket.destroy(),
  };
}

/**
 * LDAP over the live network: binds on pooled connections, as a directory client keeps them, and
 * who the root is, each time on a connection of its own.
 */
import { portOf } from '../../protocol/tcp.ts';
import type { BindRequest, BindResult, Call, Outcome, RootDse } from '../ports.ts';
import { type DialWorld, dial, type Secured } from './dial.ts';
import { failureOf } from './failure.ts';
import { ldapBind, ldapRootDse } from './ldap-client.ts';
import { type Asked, type Connection, createPool, type Pool, type PoolOptions } from './pool.ts';
import { poolKey } from './pool-key.ts';

export interface DirectoryClient extends Disposable {
  bind(url: string, request: BindRequest, call: Call): Promise<Outcome<BindResult>>;
  rootDse(url: string, call: Call): Promise<Outcome<RootDse>>;
}

type Ask<Question, Answer> = (
  socket: Secured['socket'],
  question: Question,
) => Promise<Answer | 'malformed-answer'>;

export function createDirectoryClient(world: DialWorld, options: PoolOptions): DirectoryClient {
  const binds = createPool<BindRequest, BindResult>(options);
  const roots = createPool<undefined, RootDse>(options);
  return {
    bind: (url, request, call) => exchange(world, binds, ldapBind, url, request, call),
    rootDse: (url, call) =>
      exchange(world, roots, ldapRootDse, url, undefined, { ...call, fresh: true }),
    [Symbol.dispose]() {
      binds[Symbol.dispose]();
      roots[Symbol.dispose]();
    },
  };
}

function exchange<Question, Answer extends object>(
  world: DialWorld,
  pool: Pool<Question, Answer>,
  ask: Ask<Question, Answer>,
  url: string,
  question: Question,
  call: Call,
): Promise<Outcome<Answer>> {
  const place = new URL(url);
  const target = { host: place.hostname, port: portOf(place) };
  const key = poolKey(`ldaps://${target.host}:${target.port}`, call.from);
  return pool.exchange(key, question, call, async (left) => {
    const dialled = await dial(world, target, left);
    if (!dialled.ok) return dialled;
    return { ...dialled, value: createDirectoryConnection(dialled.value, ask) };
  });
}

function createDirectoryConnection<Question, Answer extends object>(
  { socket, peer }: Secured,
  ask: Ask<Question, Answer>,
): Connection<Question, Answer> {
  // Flowing, also while idle: otherwise nobody would notice that the server has closed it.
  socket.resume();
  return {
    peer,
    get usable() {
      return socket.readable && socket.writable;
    },
    async ask(question): Promise<Asked<Answer>> {
      try {
        const value: Answer | 'malformed-answer' = await ask(socket, question);
        return typeof value === 'string' ? { ok: false, failure: value } : { ok: true, value };
      } catch (error) {
        return { ok: false, failure: failureOf(error) };
      }
    },
    destroy: () => void socket.destroy(),
  };
}

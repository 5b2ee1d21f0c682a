/**
 * One LDAP question over an open TLS connection: a simple bind, or who the root is. The name of a
 * bind goes out as a user principal name, which Active Directory takes where a distinguished name
 * would stand.
 */
import type { Socket } from 'node:net';
import type { BindRequest, BindResult, RootDse } from '../ports.ts';
import { parseBindAnswer, renderBindRequest, verdictOf } from './ldap-message.ts';
import { parseRootAnswer, renderRootQuestion } from './ldap-root-dse.ts';

let lastId = 0;

/**
 * One at a time per connection. Rejects with the socket's error, or `ERR_SOCKET_CLOSED` if it just
 * ends.
 */
export function ldapBind(
  socket: Socket,
  { userPrincipalName, password }: BindRequest,
): Promise<BindResult | 'malformed-answer'> {
  const id = nextId();
  const question = renderBindRequest(id, userPrincipalName, password.reveal());
  return ask(socket, question, (unread) => {
    const parsed = parseBindAnswer(unread);
    if (parsed === 'incomplete') return parsed;
    const ours = parsed !== 'malformed' && parsed.message.id === id;
    return ours ? verdictOf(parsed.message) : 'malformed-answer';
  });
}

/** As `ldapBind`; the connection is to be closed afterwards, for its last words are not read. */
export function ldapRootDse(socket: Socket): Promise<RootDse | 'malformed-answer'> {
  return ask(socket, renderRootQuestion(nextId()), (unread) => {
    const parsed = parseRootAnswer(unread);
    return parsed === 'malformed' ? 'malformed-answer' : parsed;
  });
}

function nextId(): number {
  lastId = (lastId % 0x7fff_ffff) + 1;
  return lastId;
}

function ask<T>(
  socket: Socket,
  question: Buffer,
  parse: (unread: Buffer) => T | 'incomplete',
): Promise<T> {
  return new Promise((resolve, reject) => {
    let unread: Buffer = Buffer.alloc(0);
    const stop = () => void socket.off('data', read).off('error', fail).off('close', closed);
    const fail = (error: Error) => {
      stop();
      reject(error);
    };
    const closed = () =>
      fail(Object.assign(new Error('the connection is closed'), { code: 'ERR_SOCKET_CLOSED' }));
    const read = (chunk: Buffer) => {
      unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
      const parsed = parse(unread);
      if (parsed === 'incomplete') return;
      stop();
      resolve(parsed as T);
    };
    if (socket.destroyed) return closed();
    socket.on('data', read).on('error', fail).on('close', closed);
    socket.write(question);
  });
}

/**
 * One LDAP simple bind over an open TLS connection. The name goes out as a user principal name,
 * which Active Directory takes where a distinguished name would stand.
 */
import type { Socket } from 'node:net';
import type { BindRequest, BindResult } from '../ports.ts';
import { parseBindAnswer, renderBindRequest, verdictOf } from './ldap-message.ts';

let lastId = 0;

/**
 * One at a time per connection. Rejects with the socket's error, or `ERR_SOCKET_CLOSED` if it just
 * ends.
 */
export function ldapBind(
  socket: Socket,
  { userPrincipalName, password }: BindRequest,
): Promise<BindResult | 'malformed-answer'> {
  lastId = (lastId % 0x7fff_ffff) + 1;
  const id = lastId;
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
      const parsed = parseBindAnswer(unread);
      if (parsed === 'incomplete') return;
      stop();
      const ours = parsed !== 'malformed' && parsed.message.id === id;
      resolve(ours ? verdictOf(parsed.message) : 'malformed-answer');
    };
    if (socket.destroyed) return closed();
    socket.on('data', read).on('error', fail).on('close', closed);
    socket.write(renderBindRequest(id, userPrincipalName, password.reveal()));
  });
}

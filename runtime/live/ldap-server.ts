/**
 * A bind-only LDAP server on one TLS connection. Requests are answered one after the other, in the
 * order they came; what is neither a bind nor an unbind ends the connection.
 */
import type { TLSSocket } from 'node:tls';
import type { BindRequest, BindResult } from '../ports.ts';
import { Secret } from '../secret.ts';
import {
  answerFor,
  type LdapAnswer,
  type LdapRequest,
  parseRequest,
  renderBindAnswer,
} from './ldap-message.ts';

type Bind = (request: BindRequest) => Promise<BindResult>;

export function serveLdap(socket: TLSSocket, bind: Bind): void {
  let unread: Buffer = Buffer.alloc(0);
  let turn: Promise<void> = Promise.resolve();
  const take = (request: LdapRequest) => {
    turn = turn.then(() => answer(socket, bind, request));
  };
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    for (
      let parsed = parseRequest(unread);
      parsed !== 'incomplete';
      parsed = parseRequest(unread)
    ) {
      if (parsed === 'malformed') return void socket.destroy();
      take(parsed.message);
      unread = unread.subarray(parsed.length);
    }
  });
}

async function answer(socket: TLSSocket, bind: Bind, request: LdapRequest): Promise<void> {
  const send = (message: LdapAnswer) => {
    if (socket.writable) socket.write(renderBindAnswer(message));
  };
  switch (request.kind) {
    case 'bind': {
      const { id, name, password } = request;
      const asked = { userPrincipalName: name, password: new Secret(password) };
      return send(answerFor(id, await bind(asked)));
    }
    case 'other-bind':
      return send({ id: request.id, result: request.result, text: '' });
    case 'unbind':
    case 'unsupported':
      socket.end();
  }
}

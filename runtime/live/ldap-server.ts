/**
 * A small LDAP server on one TLS connection: binds, and who it is for those who ask the root.
 * Requests are answered one after the other, in the order they came; anything else ends the
 * connection.
 */
import type { TLSSocket } from 'node:tls';
import type { BindRequest, BindResult, RootDse } from '../ports.ts';
import { Secret } from '../secret.ts';
import {
  answerFor,
  type LdapAnswer,
  type LdapRequest,
  parseRequest,
  renderBindAnswer,
} from './ldap-message.ts';
import { renderRootAnswer } from './ldap-root-dse.ts';

export interface LdapAnswers {
  bind(request: BindRequest): Promise<BindResult>;
  rootDse?(): Promise<RootDse>;
}

export function serveLdap(socket: TLSSocket, answers: LdapAnswers): void {
  let unread: Buffer = Buffer.alloc(0);
  let turn: Promise<void> = Promise.resolve();
  const take = (request: LdapRequest) => {
    turn = turn.then(() => answer(socket, answers, request));
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

async function answer(
  socket: TLSSocket,
  answers: LdapAnswers,
  request: LdapRequest,
): Promise<void> {
  const send = (message: LdapAnswer) => {
    if (socket.writable) socket.write(renderBindAnswer(message));
  };
  switch (request.kind) {
    case 'bind': {
      const { id, name, password } = request;
      const asked = { userPrincipalName: name, password: new Secret(password) };
      return send(answerFor(id, await answers.bind(asked)));
    }
    case 'other-bind':
      return send({ id: request.id, result: request.result, text: '' });
    case 'root-dse': {
      const root = await answers.rootDse?.();
      if (root === undefined) return void socket.end();
      if (socket.writable) socket.write(renderRootAnswer(request.id, request.wanted, root));
      return;
    }
    case 'unbind':
    case 'unsupported':
      socket.end();
  }
}

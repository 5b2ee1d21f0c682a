/**
 * A connection to a real controller: TLS to the machine's or a given CA, and LDAP binds by `ldapts`
 * on it, one after the other. Nothing else is ever sent.
 */
import { isIP } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { Client } from 'ldapts';
import { ERROR } from '../../../protocol/win32.ts';
import type { BindRequest, BindResult, Call, Outcome } from '../../ports.ts';
import type { LiveClock } from '../clock.ts';
import { failureOf } from '../failure.ts';
import type { Asked, Connection } from '../pool.ts';
import type { ControllerAddress } from './find-controllers.ts';
import { judgeRefusal } from './judge-bind.ts';

export type ControllerConnection = Connection<BindRequest, BindResult>;

export interface DialOptions {
  clock: LiveClock;
  /** PEM. Default: the machine's roots. */
  ca?: string;
}

export function openController(
  { clock, ca }: DialOptions,
  { host, port }: ControllerAddress,
  { connectTimeoutMs, timeoutMs }: Call,
): Promise<Outcome<ControllerConnection>> {
  const startMs = clock.preciseMs();
  const dueMs = clock.nowMs() + Math.min(connectTimeoutMs ?? timeoutMs, timeoutMs);
  const names: ConnectionOptions = isIP(host) ? {} : { servername: host };
  const socket = connect({ host, port, ...names, ...(ca !== undefined && { ca }) });
  let connected = false;
  return new Promise((resolve) => {
    const settle = (outcome: Outcome<ControllerConnection>) => {
      patience[Symbol.dispose]();
      socket.off('error', fail).off('close', closed);
      resolve(outcome);
    };
    const phaseMs = () => ({ [connected ? 'tls' : 'connect']: clock.preciseMs() - startMs });
    const failed = (failure: ReturnType<typeof failureOf>) => {
      // Whatever else it has to say, nobody listens any more.
      socket.on('error', () => {}).destroy();
      settle({ ok: false, failure, at: connected ? 'tls' : 'connect', phaseMs: phaseMs() });
    };
    const fail = (error: Error) => failed(failureOf(error));
    const closed = () => failed('closed');
    const patience = clock.at(dueMs, () => failed('timed-out'));
    socket.once('connect', () => {
      connected = true;
    });
    socket.on('error', fail).on('close', closed);
    socket.once('secureConnect', () => {
      settle({ ok: true, value: createConnection(socket, host, port), phaseMs: phaseMs() });
    });
  });
}

function createConnection(socket: TLSSocket, host: string, port: number): ControllerConnection {
  const url = `ldaps://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const client = new Client({ url, createSecureConnection: () => socket });
  socket.on('error', () => {});
  return {
    peer: { address: socket.remoteAddress ?? host },
    get usable() {
      return socket.readable && socket.writable;
    },
    async ask({ userPrincipalName, password }): Promise<Asked<BindResult>> {
      try {
        await client.bind(userPrincipalName, password.reveal());
        return { ok: true, value: { win32: ERROR.SUCCESS } };
      } catch (error) {
        return refusalOf(error, socket);
      }
    },
    destroy: () => void socket.destroy(),
  };
}

function refusalOf(error: unknown, socket: TLSSocket): Asked<BindResult> {
  // `ldapts` has its own words for a connection that ended under it.
  if (socket.destroyed) return { ok: false, failure: 'closed' };
  const verdict = judgeRefusal(error);
  return verdict === 'ask-another'
    ? { ok: false, failure: 'refused' }
    : { ok: true, value: verdict };
}

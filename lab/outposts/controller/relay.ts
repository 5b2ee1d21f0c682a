/**
 * Stands before Samba's LDAPS on the controller's own address and passes bytes on, late if told to.
 * Both listen on 636 at once (SO_REUSEPORT): Samba on every address, this on the one that callers
 * use, which the kernel prefers. So nothing needs a privilege, and Samba's own TLS is what answers.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Slowness } from '../../../directory/condition.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { Clock } from '../../../runtime/ports.ts';

export interface Relay extends AsyncDisposable {
  open(): Promise<void>;
  /** Whoever calls is refused; who was connected is cut off. */
  close(): Promise<void>;
  delay(delays: readonly Slowness[]): void;
}

export interface RelayOptions {
  address: string;
  port: number;
  /** Where Samba is reached past the relay. */
  behind: string;
  /** In whose time something is late. */
  clock: Pick<Clock, 'nowMs' | 'at'>;
}

export function createRelay({ address, port, behind, clock }: RelayOptions): Relay {
  const open = new Set<Socket>();
  let delays: readonly Slowness[] = [];
  let server: Server | undefined;

  async function close(): Promise<void> {
    const closing = server;
    server = undefined;
    if (!closing) return;
    const closed = new Promise((resolve) => closing.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  }

  return {
    async open() {
      if (server) return;
      const opening = createServer((caller) => {
        const samba = connect({ host: behind, port, noDelay: true });
        join(caller, samba, open);
        caller.on(
          'data',
          createSpeech(samba, clock, () => delayOf(delays)),
        );
        samba.pipe(caller);
      });
      server = opening;
      await new Promise<void>((resolve, reject) => {
        opening.once('error', (cause) => {
          server = undefined;
          reject(cannotListen(address, port, cause));
        });
        opening.listen({ host: address, port, reusePort: true }, resolve);
      });
    },
    close,
    delay(wanted) {
      delays = wanted;
    },
    [Symbol.asyncDispose]: close,
  };
}

/** They end together; `open` has them until then. */
function join(caller: Socket, samba: Socket, open: Set<Socket>): void {
  for (const [one, other] of [
    [caller, samba],
    [samba, caller],
  ] as const) {
    open.add(one);
    one.setNoDelay(true);
    one.on('error', () => {});
    one.once('close', () => {
      open.delete(one);
      other.destroy();
    });
  }
}

/**
 * What a client says first, its hello, is never late: so a bind is late once, on a new connection
 * as on an old one. Nothing overtakes what was said before it.
 */
function createSpeech(
  samba: Socket,
  clock: RelayOptions['clock'],
  delayMs: () => number,
): (chunk: Buffer) => void {
  let isHello = true;
  let lastDueMs = 0;
  return (chunk) => {
    const nowMs = clock.nowMs();
    const dueMs = Math.max(lastDueMs, nowMs + (isHello ? 0 : delayMs()));
    isHello = false;
    if (dueMs <= nowMs) return void samba.write(chunk);
    lastDueMs = dueMs;
    clock.at(dueMs, () => void samba.write(chunk));
  };
}

function delayOf(delays: readonly Slowness[]): number {
  return delays
    .filter(({ share }) => share >= 1 || Math.random() < share)
    .reduce((sum, { delayMs }) => sum + delayMs, 0);
}

function cannotListen(address: string, port: number, cause: Error): LabError {
  const sentence = `expected to listen beside Samba on ${address}:${port}, but ${cause.message}`;
  return new LabError('DIRECTORY_NOT_PROVISIONED', sentence, { cause });
}

/**
 * A balancer of TCP as its users have one, a few lines of it: targets in turn, and one that refuses
 * is passed over. What is open when a target dies is reset, as by any balancer.
 */
import { connect, createServer, type Socket } from 'node:net';
import { listen } from '../../../runtime/live/listen.ts';
import { closeAll, trackSocket } from '../../../runtime/live/track-socket.ts';

export interface Balancer extends AsyncDisposable {
  readonly port: number;
}

export async function startBalancer(targets: readonly number[]): Promise<Balancer> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => trackSocket(sockets, socket);
  let turn = 0;
  function lead(near: Socket, at: number, triesLeft: number): void {
    const port = targets[at % targets.length] ?? 0;
    const far = track(connect({ host: '127.0.0.1', port, noDelay: true }));
    let isOpen = false;
    far.once('connect', () => {
      isOpen = true;
      near.pipe(far).pipe(near);
    });
    far.once('close', () => {
      if (isOpen || triesLeft === 0) near.resetAndDestroy();
      else lead(near, at + 1, triesLeft - 1);
    });
    near.once('close', () => far.destroy());
  }
  const server = createServer({ noDelay: true }, (near) => {
    turn += 1;
    lead(track(near), turn, targets.length - 1);
  });
  const port = await listen(server, 0);
  return {
    port,
    [Symbol.asyncDispose]: () => closeAll(server, sockets),
  };
}

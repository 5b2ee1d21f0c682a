/**
 * One byte sent round the loopback interface. When it has arrived, so has everything this process
 * wrote before it: a busy Linux, and every macOS, delivers loopback packets a little later but in
 * order. Counting turns of the event loop alone would call a world quiet whose bytes are still in
 * the kernel.
 */
import { connect, createServer, type Socket } from 'node:net';

export interface LoopbackBarrier extends Disposable {
  pass(): Promise<void>;
}

const BYTE = Buffer.of(0);

export function createLoopbackBarrier(): LoopbackBarrier {
  let opening: Promise<{ near: Socket; far: Socket }> | undefined;
  return {
    async pass() {
      opening ??= openPair();
      const { near, far } = await opening;
      await new Promise<void>((resolve) => {
        far.once('data', () => resolve());
        near.write(BYTE);
      });
    },
    [Symbol.dispose]() {
      opening?.then(({ near, far }) => {
        near.destroy();
        far.destroy();
      });
    },
  };
}

async function openPair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return;
      const near = connect({ host: '127.0.0.1', port: address.port, noDelay: true });
      near.once('error', reject);
      server.once('connection', (far) => {
        server.close();
        near.unref();
        far.unref();
        resolve({ near, far });
      });
    });
  });
}

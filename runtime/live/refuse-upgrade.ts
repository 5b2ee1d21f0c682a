/**
 * A proxy that inspects and lets no web socket through: it answers such a request itself. A web
 * socket is the first thing asked for on its connection, so only that is looked at.
 */
import type { Duplex } from 'node:stream';
import { nextChunk } from './next-chunk.ts';

const FORBIDDEN = 'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/** True: the connection is over, and its caller told. */
export async function refuseUpgrade(near: Duplex): Promise<boolean> {
  const first = await nextChunk(near);
  if (first && !/^upgrade: *websocket\r$/im.test(first.toString('latin1'))) {
    near.unshift(first);
    return false;
  }
  await new Promise<void>((resolve) => {
    near.once('close', resolve);
    near.end(first && FORBIDDEN);
    near.resume();
  });
  return true;
}

/** The next bytes of a stream, which is left paused. `undefined`: it ended before that. */
import type { Duplex } from 'node:stream';

export function nextChunk(stream: Duplex): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const finish = (chunk?: Buffer) => {
      stream.pause();
      stream.off('data', finish).off('end', ended).off('close', ended);
      resolve(chunk);
    };
    const ended = () => finish();
    stream.on('data', finish).on('end', ended).on('close', ended);
    stream.resume();
  });
}

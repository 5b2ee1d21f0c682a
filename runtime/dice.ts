/**
 * Chance from a seed. A stream is named by the path of forks that led to it, so what one component
 * draws never shifts what another one gets. Not for secrets: whoever knows the seed knows every
 * number.
 */
import { createHash } from 'node:crypto';
import type { Dice } from './ports.ts';

export function createDice(seed: string): Dice {
  const key = createHash('sha256').update(seed).digest();
  const next = sfc32(
    key.readUInt32LE(0),
    key.readUInt32LE(4),
    key.readUInt32LE(8),
    key.readUInt32LE(12),
  );
  const dice: Dice = {
    below(n) {
      // Rejection keeps every number equally likely; a plain remainder would favour small ones.
      const limit = 2 ** 32 - (2 ** 32 % n);
      let drawn = next();
      while (drawn >= limit) drawn = next();
      return drawn % n;
    },
    bytes(n) {
      // Written byte order, not the machine's: the same seed gives the same bytes everywhere.
      const bytes = Buffer.alloc(Math.ceil(n / 4) * 4);
      for (let at = 0; at < n; at += 4) bytes.writeUInt32LE(next(), at);
      return new Uint8Array(bytes.buffer, bytes.byteOffset, n);
    },
    guid() {
      const hex = Buffer.from(dice.bytes(16)).toString('hex');
      const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3] ?? '8';
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `${variant}${hex.slice(17, 20)}`,
        hex.slice(20),
      ].join('-');
    },
    fork: (name) => createDice(`${key.toString('hex')}/${name}`),
  };
  return dice;
}

/** Chris Doty-Humphrey's small fast counting generator (PractRand), 32 bit. */
function sfc32(a: number, b: number, c: number, counter: number): () => number {
  let [x, y, z, n] = [a, b, c, counter];
  return () => {
    const drawn = (x + y + n) | 0;
    n = (n + 1) | 0;
    x = y ^ (y >>> 9);
    y = (z + (z << 3)) | 0;
    z = ((z << 21) | (z >>> 11)) + drawn;
    return drawn >>> 0;
  };
}

/**
 * Chance from a seed. A stream is named by the path of forks that led to it, so what one component
 * draws never shifts what another one gets. Not for secrets: whoever knows the seed knows every
 * number.
 */
import { createHash } from 'node:crypto';
import type { Dice } from './ports.ts';
import { sfc32 } from './sfc32.ts';

/** Every request draws two GUIDs: they share one buffer, read before the next one is drawn. */
const GUID_BYTES = Buffer.alloc(16);

export function createDice(seed: string): Dice {
  const key = createHash('sha256').update(seed).digest();
  const next = sfc32(
    key.readUInt32LE(0),
    key.readUInt32LE(4),
    key.readUInt32LE(8),
    key.readUInt32LE(12),
  );
  // Written byte order, not the machine's: the same seed gives the same bytes everywhere.
  function draw(into: Buffer): Buffer {
    for (let at = 0; at < into.length; at += 4) into.writeUInt32LE(next(), at);
    return into;
  }
  const dice: Dice = {
    below(n) {
      // Rejection keeps every number equally likely; a plain remainder would favour small ones.
      const limit = 2 ** 32 - (2 ** 32 % n);
      let drawn = next();
      while (drawn >= limit) drawn = next();
      return drawn % n;
    },
    bytes(n) {
      const bytes = draw(Buffer.alloc(Math.ceil(n / 4) * 4));
      return new Uint8Array(bytes.buffer, bytes.byteOffset, n);
    },
    guid() {
      const hex = draw(GUID_BYTES).toString('hex');
      const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3] ?? '8';
      const [head, tail] = [`${hex.slice(0, 8)}-${hex.slice(8, 12)}`, hex.slice(20)];
      return `${head}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${tail}`;
    },
    fork: (name) => createDice(`${key.toString('hex')}/${name}`),
  };
  return dice;
}

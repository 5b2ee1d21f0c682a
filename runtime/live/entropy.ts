/**
 * Chance of the machine, for keys and serial numbers that outlive a run or leave the process: those
 * must not repeat, so they never come from the seed.
 */
import { randomBytes } from 'node:crypto';
import type { Dice } from '../ports.ts';

export const entropy: Pick<Dice, 'bytes'> = { bytes: (n) => new Uint8Array(randomBytes(n)) };

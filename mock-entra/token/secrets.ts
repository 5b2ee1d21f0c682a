/**
 * Secrets that callers hold: codes, refresh tokens, device codes. The state knows them by their
 * SHA-256 only, so that an exported state redeems nothing.
 */
import { hash } from 'node:crypto';
import type { Dice } from '../../runtime/ports.ts';

/** 64 bytes: 86 characters. The prefix tells kinds apart, as Entra's do. */
const SECRET_BYTES = 64;
const SECRET = /^[01]\.[A-Za-z0-9_-]{86}$/;

export function createSecret(ids: Dice, prefix: '0' | '1'): string {
  return `${prefix}.${Buffer.from(ids.bytes(SECRET_BYTES)).toString('base64url')}`;
}

/** Could we have made it at all? What could not is malformed, not unknown. */
export function isWellFormed(secret: string): boolean {
  return SECRET.test(secret);
}

export function keyOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}

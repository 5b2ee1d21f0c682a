/**
 * A CA for one run: its key is in memory only and in no file. Apart from `alsoNames` it can sign
 * for lab names alone. TLS runs on the machine's time, whatever the lab's clock says.
 */
import { type Authority, createAuthority } from '../../runtime/certificate-authority.ts';
import type { LiveCrypto } from '../../runtime/crypto/rsa.ts';
import { entropy } from '../../runtime/live/entropy.ts';

/** The longest that clients accept from a server's certificate. */
const LIFETIME_MS = 397 * 24 * 3_600_000;

export function createRunAuthority(
  crypto: LiveCrypto,
  name: string,
  alsoNames: readonly string[] = [],
): Promise<Authority> {
  return createAuthority(crypto, {
    ...{ name, nameConstraints: true, alsoNames, algorithm: 'ec-p256' },
    ...{ lifetimeMs: LIFETIME_MS, nowMs: Date.now(), dice: entropy },
  });
}

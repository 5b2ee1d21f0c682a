/**
 * A certificate that vouches for its own key only: of keys that sign tokens and of applications.
 * Nobody builds a chain on one, so its serial number need not be unique anywhere.
 */
import type { Crypto, Dice, KeyPair } from '../ports.ts';
import type { Certificate } from './certificate.ts';
import { issueCertificate } from './issue.ts';

export interface SelfSigned {
  subject: string;
  dnsName: string;
  dice: Dice;
  notBeforeMs: number;
  notAfterMs: number;
}

export function issueSelfSigned(
  crypto: Crypto,
  key: KeyPair,
  { subject, dnsName, dice, notBeforeMs, notAfterMs }: SelfSigned,
): Promise<Certificate> {
  return issueCertificate(crypto, {
    ...{ issuerKey: key, issuer: 'self', subject, spki: key.spki, notBeforeMs, notAfterMs },
    serial: Uint8Array.of(1 + dice.below(0x7f), ...dice.bytes(15)),
    profile: { kind: 'server', dnsNames: [dnsName] },
  });
}

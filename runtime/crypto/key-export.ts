/** Keys that may leave the process: real crypto can give them away, the stand-in cannot. */
import type { Crypto, KeyPair } from '../ports.ts';

export interface KeyExport {
  /** PKCS#8. For TLS, which wants the key itself, and for what is stored; never for a log. */
  privatePem(key: KeyPair): string;
  /** RSA-2048 or P-256. @throws Error, without the text, if `pem` holds no such private key. */
  importKey(name: string, pem: string): KeyPair;
}

export type ExportingCrypto = Crypto & KeyExport;

export function canExport(crypto: Crypto): crypto is ExportingCrypto {
  return 'privatePem' in crypto && 'importKey' in crypto;
}

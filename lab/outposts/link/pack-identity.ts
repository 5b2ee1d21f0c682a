/** Certificates with their keys, as the link carries them to outposts, and in no file. */
import type { Authority } from '../../../runtime/certificate-authority.ts';
import type { LiveCrypto } from '../../../runtime/crypto/rsa.ts';
import type { Identity } from '../../../runtime/ports.ts';
import { pem } from '../../../runtime/x509.ts';
import type { PackedIdentity } from './messages.ts';

export function packIdentity(crypto: LiveCrypto, { key, chain }: Identity): PackedIdentity {
  const certificatePem = chain.map(({ der }) => pem('CERTIFICATE', der)).join('');
  return { certificatePem, keyPem: crypto.privatePem(key) };
}

export function packAuthority(crypto: LiveCrypto, authority: Authority): PackedIdentity {
  return packIdentity(crypto, { key: authority.key, chain: [authority.certificate] });
}

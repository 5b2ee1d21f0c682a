/** A new key of the agent's and the request to certify it, as registration and renewal send it. */
import type { Crypto, KeyPair } from '../runtime/ports.ts';
import { createSigningRequest } from '../runtime/x509.ts';

export async function newSigningRequest(
  crypto: Crypto,
  keyName: string,
): Promise<{ key: KeyPair; Base64Csr: string }> {
  const key = await crypto.generateKey(keyName);
  const der = await createSigningRequest(crypto, key);
  return { key, Base64Csr: Buffer.from(der).toString('base64') };
}

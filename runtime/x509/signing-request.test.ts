/** Good requests in every kind of crypto, and one of each kind of bad one. */
import { describe, expect, test } from 'vitest';
import { createRsaCrypto } from '../crypto/rsa.ts';
import { createSigningRequest, readSigningRequest } from '../x509.ts';
import { agentOf, standIn } from './fixture-authorities.ts';

describe('signing requests', () => {
  test('a good one gives the key, whatever the crypto', async () => {
    for (const crypto of [standIn(), createRsaCrypto()]) {
      const key = await crypto.generateKey('agt-1');
      const request = await createSigningRequest(crypto, key);
      expect(await readSigningRequest(crypto, request)).toEqual({ ok: true, spki: key.spki });
    }
  });

  test('one changed bit in key or signature, and it is not signed by its key', async () => {
    const crypto = createRsaCrypto();
    const key = await crypto.generateKey('agt-1');
    const request = await createSigningRequest(crypto, key);
    const inKey = Buffer.from(request).indexOf(key.spki) + 100;
    for (const at of [inKey, request.length - 1]) {
      const tampered = request.map((byte, index) => (index === at ? byte ^ 1 : byte));
      const answer = await readSigningRequest(crypto, tampered);
      expect(answer).toEqual({ ok: false, reason: 'bad-signature' });
    }
  });

  test('an EC key is refused, in both modes', async () => {
    for (const crypto of [standIn(), createRsaCrypto()]) {
      const key = await crypto.generateKey('agt-1', 'ec-p256');
      const request = await createSigningRequest(crypto, key);
      const answer = await readSigningRequest(crypto, request);
      expect(answer).toEqual({ ok: false, reason: 'not-rsa-2048' });
    }
  });

  test('anything else is malformed, also a certificate', async () => {
    const crypto = standIn();
    const { key, certificate } = await agentOf(crypto);
    const request = await createSigningRequest(crypto, key);
    const junk = [certificate.der, new Uint8Array(0), request.subarray(0, 100), key.spki];
    for (const bytes of junk) {
      const answer = await readSigningRequest(crypto, bytes);
      expect(answer).toEqual({ ok: false, reason: 'malformed' });
    }
  });
});

/**
 * Numbers of all lengths: a leading zero, or one that DER has to add, is where such code breaks.
 */
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { derForm, jwsForm } from './ecdsa-form.ts';

test('a signature keeps its meaning from one form to the other and back', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  for (let at = 0; at < 600; at++) {
    const bytes = Buffer.from(`text ${at}`);
    const der = sign('sha256', bytes, privateKey);
    const raw = jwsForm(der);
    expect(derForm(raw)).toEqual(new Uint8Array(der));
    expect(verify('sha256', bytes, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true);
  }
});

test('what is not two numbers of 32 bytes has no DER form', () => {
  for (const length of [0, 63, 65]) expect(derForm(new Uint8Array(length))).toBeUndefined();
});

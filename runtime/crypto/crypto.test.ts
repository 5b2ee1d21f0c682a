/** One contract for every kind of crypto, then what only some of them promise. */
import { createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createDice } from '../dice.ts';
import type { Crypto } from '../ports.ts';
import { guardVirtualRun } from '../virtual/guard.ts';
import { createFastCrypto } from './fast.ts';
import { createRsaCrypto } from './rsa.ts';
import { createSeededRsaCrypto } from './seeded-rsa.ts';
import { createStandInCrypto } from './stand-in.ts';

const SEEDED = {
  'stand-in': (seed: string): Crypto => createStandInCrypto(createDice(seed)),
  'seeded RSA': (seed: string): Crypto => createSeededRsaCrypto(createDice(seed)),
};
const RSA_KINDS = {
  'stand-in': () => SEEDED['stand-in']('contract'),
  'seeded RSA': () => SEEDED['seeded RSA']('contract'),
  'live RSA': (): Crypto => createRsaCrypto(),
};
const KINDS = { ...RSA_KINDS, fast: (): Crypto => createFastCrypto() };

const text = (value: string) => new TextEncoder().encode(value);

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
}

describe.each(Object.entries(KINDS))('%s seals', (_, create) => {
  const crypto = create();
  const key = crypto.generateKey('agt-1');

  test('what was sealed for a key opens with that key, from nothing to 214 bytes', async () => {
    const mine = await key;
    for (const length of [0, 1, 213, 214]) {
      const plain = new Uint8Array(length).fill(length);
      const sealed = await crypto.seal(mine.spki, plain);
      expect(sealed).toHaveLength(256);
      expect(await crypto.open(mine, sealed)).toEqual(plain);
    }
  });

  test('215 bytes do not fit', async () => {
    const { spki } = await key;
    await expect(crypto.seal(spki, new Uint8Array(215))).rejects.toThrow(
      new RangeError('expected at most 214 bytes to seal with RSA-2048 OAEP, got 215'),
    );
  });

  test('opening changes nothing, so that it works twice', async () => {
    const mine = await key;
    const sealed = await crypto.seal(mine.spki, text('twice'));
    await crypto.open(mine, sealed);
    expect(await crypto.open(mine, sealed)).toEqual(text('twice'));
  });

  test('the same text sealed twice looks different and nothing like the text', async () => {
    const { spki } = await key;
    const [one, two] = [
      await crypto.seal(spki, text('same')),
      await crypto.seal(spki, text('same')),
    ];
    expect(one).not.toEqual(two);
    expect(Buffer.from(one).includes('same')).toBe(false);
  });
});

describe.each(Object.entries(KINDS))('%s finds undecryptable', (_, create) => {
  const crypto = create();
  const [key, other] = [crypto.generateKey('agt-1'), crypto.generateKey('agt-2')];

  test('a sealed value for another key, with a changed byte or of a wrong length', async () => {
    const mine = await key;
    const sealed = await crypto.seal(mine.spki, text('for agt-1'));
    expect(await crypto.open(await other, sealed)).toBe('undecryptable');
    for (const at of [0, 1, 16, 17, 128, 230, 231, 255]) {
      expect(await crypto.open(mine, flipped(sealed, at))).toBe('undecryptable');
    }
    for (const wrong of [
      sealed.subarray(1),
      sealed.subarray(0, 255),
      Buffer.concat([sealed, sealed]),
    ]) {
      expect(await crypto.open(mine, wrong)).toBe('undecryptable');
    }
    expect(await crypto.open(mine, new Uint8Array(0))).toBe('undecryptable');
  });
});

describe.each(Object.entries(KINDS))('%s signs', (_, create) => {
  const crypto = create();
  const [key, other] = [crypto.generateKey('agt-1'), crypto.generateKey('agt-2')];

  test('a signature holds for its key and its bytes only', async () => {
    const mine = await key;
    const signature = await crypto.sign(mine, text('signed'));
    if (crypto.kind !== 'fast') expect(signature).toHaveLength(256);
    expect(await crypto.verify(mine.spki, text('signed'), signature)).toBe(true);
    expect(await crypto.verify(mine.spki, text('signer'), signature)).toBe(false);
    expect(await crypto.verify((await other).spki, text('signed'), signature)).toBe(false);
    for (const at of [0, 60, signature.length - 1]) {
      const tampered = flipped(signature, at);
      expect(await crypto.verify(mine.spki, text('signed'), tampered)).toBe(false);
    }
    expect(await crypto.verify(mine.spki, text('signed'), new Uint8Array(0))).toBe(false);
  });

  test('a key asked for as EC signs and verifies', async () => {
    const pair = await crypto.generateKey('servers', 'ec-p256');
    const signature = await crypto.sign(pair, text('handshake'));
    expect(await crypto.verify(pair.spki, text('handshake'), signature)).toBe(true);
    expect(await crypto.verify(pair.spki, text('Handshake'), signature)).toBe(false);
  });

  test('bytes that are no key verify nothing', async () => {
    const signature = await crypto.sign(await key, text('signed'));
    expect(await crypto.verify(text('no key'), text('signed'), signature)).toBe(false);
  });
});

describe.each(Object.entries(RSA_KINDS))('%s makes keys', (_, create) => {
  const crypto = create();
  const key = crypto.generateKey('agt-1');

  test('the public key is one that Node reads as RSA-2048', async () => {
    const { spki } = await key;
    const read = createPublicKey({ key: Buffer.from(spki), type: 'spki', format: 'der' });
    expect(read.asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 65537n });
  });

  test('a second key of the same name is another key', async () => {
    expect((await crypto.generateKey('agt-1')).spki).not.toEqual((await key).spki);
  });
});

describe.each(Object.entries(SEEDED))('%s in a virtual run', (_, create) => {
  async function story(seed: string) {
    const crypto = create(seed);
    const key = await crypto.generateKey('agt-1');
    const sealed = await crypto.seal(key.spki, text('password'));
    return [key.spki, sealed, await crypto.sign(key, sealed), await crypto.open(key, sealed)];
  }

  test('the same seed gives the same keys, values and signatures, another seed does not', async () => {
    const [first, again, other] = [await story('7'), await story('7'), await story('8')];
    expect(again).toEqual(first);
    for (const at of [0, 1, 2]) expect(other[at]).not.toEqual(first[at]);
  });

  test('a key does not depend on which others were made before it', async () => {
    const [one, two] = [create('7'), create('7')];
    await two.generateKey('agt-2');
    expect((await two.generateKey('agt-1')).spki).toEqual((await one.generateKey('agt-1')).spki);
  });

  test('nothing asynchronous but promises is started', async () => {
    const { strays } = await guardVirtualRun(async () => {
      const [, sealed, signature] = await story('9');
      const crypto = create('9');
      const { spki } = await crypto.generateKey('agt-1');
      expect(await crypto.verify(spki, sealed as Uint8Array, signature as Uint8Array)).toBe(true);
    });
    expect(strays).toEqual([]);
  });
});

describe('both kinds of RSA', () => {
  test('what seeded RSA seals and signs, live RSA opens and verifies', async () => {
    const [seeded, live] = [createSeededRsaCrypto(createDice('x')), createRsaCrypto()];
    const [seededKey, liveKey] = [await seeded.generateKey('a'), await live.generateKey('b')];
    const sealed = await seeded.seal(liveKey.spki, text('across'));
    expect(await live.open(liveKey, sealed)).toEqual(text('across'));
    const back = await live.seal(seededKey.spki, text('and back'));
    expect(await seeded.open(seededKey, back)).toEqual(text('and back'));
    const signature = await seeded.sign(seededKey, text('signed'));
    expect(await live.verify(seededKey.spki, text('signed'), signature)).toBe(true);
  });
});

describe('live RSA', () => {
  test('counts what is in flight and says when the last job has ended', async () => {
    const crypto = createRsaCrypto();
    const seen: number[] = [];
    using _ = crypto.onSettled(() => seen.push(crypto.pending));
    const jobs = [crypto.generateKey('a', 'ec-p256'), crypto.generateKey('b', 'ec-p256')];
    expect(crypto.pending).toBe(2);
    const [key] = await Promise.all(jobs);
    expect(crypto.pending).toBe(0);
    expect(seen).toEqual([0]);
    if (key) await crypto.sign(key, text('one more'));
    expect(seen).toEqual([0, 0]);
  });

  test('a job that fails is no longer in flight', async () => {
    const crypto = createRsaCrypto();
    await expect(crypto.seal(text('no key'), text('x'))).rejects.toThrow();
    expect(crypto.pending).toBe(0);
  });

  test('keys survive the way through PEM, P-256 gives ES256 in DER form', async () => {
    const [first, second] = [createRsaCrypto(), createRsaCrypto()];
    for (const algorithm of ['rsa-2048', 'ec-p256'] as const) {
      const key = await first.generateKey('stored', algorithm);
      const copy = second.importKey('stored', first.privatePem(key));
      expect(copy).toEqual(key);
      const signature = await second.sign(copy, text('signed'));
      expect(await first.verify(key.spki, text('signed'), signature)).toBe(true);
      if (algorithm === 'ec-p256') expect(signature[0]).toBe(0x30);
    }
  });

  test('a copy of a key pair opens and signs nothing', async () => {
    const crypto = createRsaCrypto();
    const key = await crypto.generateKey('agt-1', 'ec-p256');
    await expect(crypto.sign({ ...key }, text('x'))).rejects.toThrow(/made by another Crypto/);
  });
});

describe('fast', () => {
  test('its keys are P-256, and RSA where somebody has such a key all the same', async () => {
    const [fast, rsa] = [createFastCrypto(), createRsaCrypto()];
    const { spki } = await fast.generateKey('agt-1');
    const read = createPublicKey({ key: Buffer.from(spki), type: 'spki', format: 'der' });
    expect(read.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    const elsewhere = await rsa.generateKey('agt-9');
    const sealed = await fast.seal(elsewhere.spki, text('for another kind'));
    expect(await rsa.open(elsewhere, sealed)).toEqual(text('for another kind'));
  });

  test('whoever has the private key opens, in whichever process, and nobody else', async () => {
    const [cloud, agent, other] = [createFastCrypto(), createFastCrypto(), createFastCrypto()];
    const key = await agent.generateKey('agt-1');
    const moved = other.importKey('agt-1', agent.privatePem(key));
    const sealed = await cloud.seal(key.spki, text('across'));
    expect(await agent.open(key, sealed)).toEqual(text('across'));
    expect(await other.open(moved, sealed)).toEqual(text('across'));
    expect(await cloud.open(await cloud.generateKey('agt-1'), sealed)).toBe('undecryptable');
  });

  test('with or without room for chance, no two envelopes are alike', async () => {
    const crypto = createFastCrypto();
    const key = await crypto.generateKey('agt-1');
    for (const length of [198, 199, 214]) {
      const plain = new Uint8Array(length).fill(7);
      const [one, two] = [await crypto.seal(key.spki, plain), await crypto.seal(key.spki, plain)];
      expect(one.subarray(41)).not.toEqual(two.subarray(41));
      expect(await crypto.open(key, two)).toEqual(plain);
    }
  });
});

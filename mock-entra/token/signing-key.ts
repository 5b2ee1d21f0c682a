/**
 * One key that signs tokens: its certificate, its public form and the headers of tokens, all made
 * once. Where the crypto can give a key away as PEM (live runs) it is kept in the state, so that
 * tokens outlive a restart; the stand-in crypto cannot.
 */
import { createPublicKey } from 'node:crypto';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { canExport } from '../../runtime/crypto/key-export.ts';
import type { Clock, Crypto, Dice, KeyPair } from '../../runtime/ports.ts';
import {
  type Certificate,
  issueSelfSigned,
  parseCertificate,
  pem,
  readPem,
} from '../../runtime/x509.ts';
import type { Collection } from '../state/collection.ts';
import type { SigningKeyRecord } from '../state/records.ts';

export type TokenForm = 'v1' | 'v2';

/** Members: fact sheet 4.1. The P-256 form is the lab's own, of `--crypto fast`. */
export type SigningKey = {
  use: 'sig';
  kid: string;
  x5t: string;
  x5c: readonly [string];
} & ({ kty: 'RSA'; n: string; e: string } | { kty: 'EC'; crv: 'P-256'; x: string; y: string });

export type SigningAlgorithm = 'RS256' | 'ES256';

export function signingAlgorithm({ algorithm }: Pick<KeyPair, 'algorithm'>): SigningAlgorithm {
  return algorithm === 'ec-p256' ? 'ES256' : 'RS256';
}

export interface SigningKeyPair {
  readonly pair: KeyPair;
  readonly certificate: Certificate;
  readonly published: SigningKey;
  /** Encoded. */
  readonly headers: Readonly<Record<TokenForm, string>>;
  readonly createdMs: number;
  /** From then on it is no longer published. Absent: it signs. */
  retiresMs?: number;
}

/** Ten years: nobody judges this certificate, clients read the key in it. */
const CERTIFICATE_LIFETIME_MS = 10 * 365 * 86_400_000;

export async function createKey(
  { clock, crypto, dice }: { clock: Clock; crypto: Crypto; dice: Dice },
  pair: KeyPair,
): Promise<SigningKeyPair> {
  const createdMs = clock.nowMs();
  const certificate = await issueSelfSigned(crypto, pair, {
    ...{ subject: 'Mock token signing', dnsName: labHost(HOSTS.signIn), dice },
    notBeforeMs: createdMs,
    notAfterMs: createdMs + CERTIFICATE_LIFETIME_MS,
  });
  return renderKey(pair, certificate, createdMs);
}

function renderKey(pair: KeyPair, certificate: Certificate, createdMs: number): SigningKeyPair {
  const x5t = Buffer.from(certificate.thumbprint, 'hex').toString('base64url');
  const x5c = Buffer.from(certificate.der).toString('base64');
  const shared = { typ: 'JWT', alg: signingAlgorithm(pair) };
  return {
    ...{ pair, certificate, createdMs },
    published: { ...publicMembers(pair), use: 'sig', kid: x5t, x5t, x5c: [x5c] },
    headers: {
      v1: encode({ ...shared, x5t, kid: x5t }),
      v2: encode({ ...shared, kid: x5t }),
    },
  };
}

function publicMembers({ spki, algorithm }: KeyPair) {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const { n, e, x, y } = key.export({ format: 'jwk' });
  if (n !== undefined && e !== undefined) return { kty: 'RSA', n, e } as const;
  if (x !== undefined && y !== undefined) return { kty: 'EC', crv: 'P-256', x, y } as const;
  throw new TypeError(`token signing: expected an RSA or P-256 key, got ${algorithm}`);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

export function exportKey(
  crypto: Crypto,
  kept: Collection<SigningKeyRecord>,
  { pair, certificate, published: { kid }, createdMs }: SigningKeyPair,
): void {
  if (!canExport(crypto)) return;
  const certificatePem = pem('CERTIFICATE', certificate.der);
  kept.set(kid, { kid, certificatePem, privatePem: crypto.privatePem(pair), createdMs });
}

const NOTHING = new Uint8Array();

/** Oldest first; each but the last was replaced when the one after it was made. */
export function restoreKeys(
  crypto: Crypto,
  kept: Collection<SigningKeyRecord>,
  overlapMs: number,
): SigningKeyPair[] {
  if (!canExport(crypto)) return [];
  const records = [...kept.entries()].map(([, record]) => record);
  const keys = records.map(({ certificatePem, privatePem, createdMs }, at) =>
    renderKey(
      crypto.importKey(at === 0 ? 'token signing' : `token signing ${at + 1}`, privatePem),
      parseCertificate(readPem('CERTIFICATE', certificatePem)[0] ?? NOTHING),
      createdMs,
    ),
  );
  for (const [at, key] of keys.entries()) {
    const next = keys[at + 1];
    if (next !== undefined) key.retiresMs = next.createdMs + overlapMs;
  }
  return keys;
}

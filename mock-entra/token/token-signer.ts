/**
 * Signs and checks the lab's tokens: RS256 over the crypto port, header encoded once. A token
 * counts only if it carries that very header, so no `alg` of a caller's is ever looked at.
 */
import { createHash, createPublicKey } from 'node:crypto';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import type { Clock, Crypto, Dice, KeyPair } from '../../runtime/ports.ts';
import { type Certificate, issueCertificate } from '../../runtime/x509.ts';
import { isRecord, parseJson } from '../json.ts';

export interface TokenSigner {
  /** As the keys endpoint shows it. */
  readonly publicKey: SigningKey;
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
  verify(token: string, expected: Expected): Promise<VerifiedToken>;
}

/** Members: fact sheet 4.1. */
export interface SigningKey {
  kty: 'RSA';
  use: 'sig';
  kid: string;
  x5t: string;
  n: string;
  e: string;
  x5c: readonly [string];
}

export interface Expected {
  audience: string;
  tenantId: string;
  nowMs: number;
}

export type VerifiedToken = { ok: true; userId: string } | { ok: false; reason: string };

export interface TokenSignerOptions {
  clock: Clock;
  crypto: Crypto;
  dice: Dice;
  /** Default: a new one. */
  key?: KeyPair;
}

export async function createTokenSigner(options: TokenSignerOptions): Promise<TokenSigner> {
  const { crypto } = options;
  const key = options.key ?? (await crypto.generateKey('token signing'));
  const publicKey = renderKey(key, await certify(options, key));
  const header = encode({ typ: 'JWT', alg: 'RS256', kid: publicKey.kid });
  return {
    publicKey,
    async sign(claims) {
      const input = `${header}.${encode(claims)}`;
      const signature = await crypto.sign(key, Buffer.from(input, 'ascii'));
      return `${input}.${Buffer.from(signature).toString('base64url')}`;
    },
    async verify(token, expected) {
      const [given, payload, signature, ...more] = token.split('.');
      if (given !== header || !payload || !signature || more.length > 0) {
        return { ok: false, reason: 'The token is not one of this tenant.' };
      }
      const input = Buffer.from(`${given}.${payload}`, 'utf8');
      if (!(await crypto.verify(key.spki, input, Buffer.from(signature, 'base64url')))) {
        return { ok: false, reason: 'The signature of the token is wrong.' };
      }
      return judgeClaims(parseJson(Buffer.from(payload, 'base64url').toString('utf8')), expected);
    },
  };
}

function judgeClaims(claims: unknown, expected: Expected): VerifiedToken {
  if (!isRecord(claims) || typeof claims.oid !== 'string' || typeof claims.exp !== 'number') {
    return { ok: false, reason: 'The token lacks claims.' };
  }
  if (claims.aud !== expected.audience) {
    return { ok: false, reason: `The token is not for ${expected.audience}.` };
  }
  if (claims.tid !== expected.tenantId) {
    return { ok: false, reason: 'The token is of another tenant.' };
  }
  if (expected.nowMs >= claims.exp * 1000) return { ok: false, reason: 'The token has expired.' };
  return { ok: true, userId: claims.oid };
}

/** Ten years: nobody judges this certificate, clients read the key in it. */
const CERTIFICATE_LIFETIME_MS = 10 * 365 * 86_400_000;

function certify({ clock, crypto, dice }: TokenSignerOptions, key: KeyPair): Promise<Certificate> {
  const notBeforeMs = clock.nowMs();
  return issueCertificate(crypto, {
    issuerKey: key,
    issuer: 'self',
    subject: 'Mock token signing',
    spki: key.spki,
    serial: Uint8Array.of(1 + dice.below(0x7f), ...dice.bytes(15)),
    notBeforeMs,
    notAfterMs: notBeforeMs + CERTIFICATE_LIFETIME_MS,
    profile: { kind: 'server', dnsNames: [labHost(HOSTS.signIn)] },
  });
}

function renderKey(key: KeyPair, { der }: Certificate): SigningKey {
  const spki = Buffer.from(key.spki);
  const { n, e } = createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({
    format: 'jwk',
  });
  if (typeof n !== 'string' || typeof e !== 'string') {
    throw new TypeError(`token signing: expected an RSA key, got ${key.algorithm}`);
  }
  const kid = createHash('sha1').update(der).digest('base64url');
  const x5c = Buffer.from(der).toString('base64');
  return { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, x5c: [x5c] };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

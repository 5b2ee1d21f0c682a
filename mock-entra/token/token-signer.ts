/**
 * Signs and checks the lab's tokens: RS256 over the crypto port, ES256 where its keys are P-256. A
 * token counts only if it carries the very header of a published key, so no `alg` of a caller's is
 * ever looked at. Making a key takes longer than everything else at a start: it happens in the
 * background, and the first signature waits.
 */
import { derForm, jwsForm } from '../../runtime/crypto/ecdsa-form.ts';
import type { Clock, Crypto, Dice, KeyPair } from '../../runtime/ports.ts';
import { isRecord, parseEncodedJson } from '../json.ts';
import type { Collection } from '../state/collection.ts';
import type { SigningKeyRecord } from '../state/records.ts';
import { GRAPH } from '../tenant/resources.ts';
import {
  createKey,
  exportKey,
  restoreKeys,
  type SigningAlgorithm,
  type SigningKey,
  type SigningKeyPair,
  signingAlgorithm,
  type TokenForm,
} from './signing-key.ts';

export interface TokenSigner {
  readonly algorithm: SigningAlgorithm;
  /** As the keys endpoint shows them: the one that signs comes last. */
  publicKeys(): Promise<readonly SigningKey[]>;
  /** v1 tokens say `x5t` in their header too. */
  sign(claims: Readonly<Record<string, unknown>>, form?: TokenForm): Promise<string>;
  verify(token: string, expected: Expected): Promise<VerifiedToken>;
  /** A new key signs from now on; the one before stays published for `signingKeyOverlapMs`. */
  roll(): Promise<SigningKey>;
}

export interface Expected {
  audience: string;
  tenantId: string;
  nowMs: number;
}

export type VerifiedToken =
  | {
      ok: true;
      /** Absent: the application came by itself. */
      userId?: string;
      appId: string;
      /** Delegated permissions, with `openid` and its like. */
      scopes: readonly string[];
      /** Application permissions. */
      roles: readonly string[];
    }
  | { ok: false; reason: string };

export interface TokenSignerOptions {
  clock: Clock;
  crypto: Crypto;
  dice: Dice;
  overlapMs: number;
  /** Where keys are kept if the crypto can export them; those kept there come first. */
  kept?: Collection<SigningKeyRecord>;
  /** Default: a new one. */
  key?: KeyPair;
}

/** Returns at once. */
export function createTokenSigner(options: TokenSignerOptions): TokenSigner {
  const { crypto } = options;
  const ring = createKeyRing(options);
  return {
    get algorithm() {
      const { pair } = ring.newest() ?? {};
      if (pair) return signingAlgorithm(pair);
      return crypto.kind === 'fast' ? 'ES256' : 'RS256';
    },
    async publicKeys() {
      await ring.ready;
      return ring.published().map((key) => key.published);
    },
    async sign(claims, form = 'v2') {
      const { pair, headers } = ring.newest() ?? (await ring.ready);
      const payload = Buffer.from(JSON.stringify(claims), 'utf8').toString('base64url');
      const input = `${headers[form]}.${payload}`;
      const signed = await crypto.sign(pair, Buffer.from(input, 'latin1'));
      const signature = pair.algorithm === 'ec-p256' ? jwsForm(signed) : signed;
      return `${input}.${Buffer.from(signature).toString('base64url')}`;
    },
    async verify(token, expected) {
      const [header = '', payload, signature, ...more] = token.split('.');
      const key = ring
        .published()
        .find(({ headers }) => header === headers.v1 || header === headers.v2);
      if (key === undefined || !payload || !signature || more.length > 0) {
        return { ok: false, reason: 'The token is not one of this tenant.' };
      }
      const input = Buffer.from(`${header}.${payload}`, 'utf8');
      const shown = new Uint8Array(Buffer.from(signature, 'base64url'));
      const signed = key.pair.algorithm === 'ec-p256' ? derForm(shown) : shown;
      if (!signed || !(await crypto.verify(key.pair.spki, input, signed))) {
        return { ok: false, reason: 'The signature of the token is wrong.' };
      }
      return judgeClaims(parseEncodedJson(payload), expected);
    },
    async roll() {
      await ring.ready;
      return (await ring.add()).published;
    },
  };
}

/** The keys, newest last. The first one is made at once, but nobody waits for it here. */
function createKeyRing(options: TokenSignerOptions) {
  const { clock, crypto, kept, overlapMs } = options;
  const keys: SigningKeyPair[] = kept ? restoreKeys(crypto, kept, overlapMs) : [];
  let made = keys.length;

  async function add(pair?: KeyPair): Promise<SigningKeyPair> {
    made += 1;
    const name = made === 1 ? 'token signing' : `token signing ${made}`;
    const key = await createKey(options, pair ?? (await crypto.generateKey(name)));
    const before = keys.at(-1);
    if (before !== undefined) before.retiresMs = clock.nowMs() + overlapMs;
    keys.push(key);
    if (kept) exportKey(crypto, kept, key);
    return key;
  }

  const restored = keys.at(-1);
  return {
    ready: restored ? Promise.resolve(restored) : add(options.key),
    newest: () => keys.at(-1),
    published() {
      const nowMs = clock.nowMs();
      return keys.filter(({ retiresMs = Number.POSITIVE_INFINITY }) => nowMs < retiresMs);
    },
    add: () => add(),
  };
}

function judgeClaims(claims: unknown, expected: Expected): VerifiedToken {
  if (!isRecord(claims) || typeof claims.oid !== 'string' || typeof claims.exp !== 'number') {
    return { ok: false, reason: 'The token lacks claims.' };
  }
  if (claims.aud !== expected.audience && !isAlias(claims.aud, expected.audience)) {
    return { ok: false, reason: `The token is not for ${expected.audience}.` };
  }
  if (claims.tid !== expected.tenantId || !isIssuedBy(expected.tenantId, claims.iss)) {
    return { ok: false, reason: 'The token is of another tenant.' };
  }
  if (expected.nowMs >= claims.exp * 1000) return { ok: false, reason: 'The token has expired.' };
  if (typeof claims.nbf === 'number' && expected.nowMs < claims.nbf * 1000) {
    return { ok: false, reason: 'The token is not valid yet.' };
  }
  return {
    ok: true,
    // `sub` is pairwise for users; an application is the same everywhere.
    ...(claims.sub !== claims.oid && { userId: claims.oid }),
    appId: String(claims.appid ?? claims.azp ?? ''),
    scopes: typeof claims.scp === 'string' ? claims.scp.split(' ').filter(Boolean) : [],
    roles: Array.isArray(claims.roles) ? claims.roles.map(String) : [],
  };
}

/** Which host an issuer names depends on how its client addressed the lab; the tenant does not. */
function isIssuedBy(tenantId: string, issuer: unknown): boolean {
  const paths = [`/${tenantId}/`, `/${tenantId}/v2.0`];
  return typeof issuer === 'string' && paths.some((path) => issuer.endsWith(path));
}

/** A caller who knows us under real names has tokens for the real name of Graph. */
function isAlias(audience: unknown, expected: string): boolean {
  return expected === GRAPH.audience && GRAPH.aliases.some((alias) => alias === audience);
}

/**
 * Reading a signed token without trusting it: parts, claims, and whether a published key signed it.
 * A token that parses proves nothing; only `verifyToken` says who signed it.
 */
import type { Crypto } from '../../runtime/ports.ts';
import { type JsonObject, parseJsonObject, textOf } from './json.ts';

export interface PublishedKey {
  kid: string;
  spki: Uint8Array;
}

export type Signature = 'valid' | 'invalid' | 'unknown-key' | 'not-rs256';

/** The claims that say who may use a token, for what and when; the rest stays out of journals. */
const KEPT_CLAIMS = [
  ...['iss', 'aud', 'tid', 'ver', 'iat', 'nbf', 'exp'],
  ...['preferred_username', 'scp', 'azp', 'appid'],
] as const;

export interface ReadToken {
  claims: JsonObject;
  signature: Signature;
}

export async function verifyToken(
  token: string,
  keys: readonly PublishedKey[],
  crypto: Pick<Crypto, 'verify'>,
): Promise<ReadToken | 'not-a-token'> {
  const [head = '', body = '', signed = '', ...rest] = token.split('.');
  const header = parseJsonObject(decodeText(head));
  const claims = parseJsonObject(decodeText(body));
  if (header === undefined || claims === undefined || rest.length > 0) return 'not-a-token';
  const kept = Object.fromEntries(
    KEPT_CLAIMS.flatMap((name) => (claims[name] === undefined ? [] : [[name, claims[name]]])),
  );
  if (textOf(header, 'alg') !== 'RS256') return { claims: kept, signature: 'not-rs256' };
  const key = keys.find((candidate) => candidate.kid === textOf(header, 'kid'));
  if (key === undefined) return { claims: kept, signature: 'unknown-key' };
  const valid = await crypto.verify(
    key.spki,
    Buffer.from(`${head}.${body}`, 'ascii'),
    Buffer.from(signed, 'base64url'),
  );
  return { claims: kept, signature: valid ? 'valid' : 'invalid' };
}

function decodeText(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}

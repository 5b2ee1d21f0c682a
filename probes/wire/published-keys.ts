/**
 * The tenant's discovery document and the signing keys it points to. The keys come as modulus and
 * exponent; `Crypto` wants SubjectPublicKeyInfo, so the few bytes of DER around them are written
 * here.
 */
import type { HttpResponse, Outcome } from '../../runtime/ports.ts';
import type { PhaseMs } from '../observations.ts';
import type { ProbeContext } from '../probe.ts';
import { failureText } from './failure-text.ts';
import { PROBE_HEADERS } from './headers.ts';
import { asObject, type JsonObject, listOf, parseJsonObject, textOf } from './json.ts';
import type { PublishedKey } from './signed-token.ts';

export type Published =
  | {
      ok: true;
      issuer: string;
      /** `cloud_instance_name`; null: it does not say. */
      cloudInstance: string | null;
      keys: readonly PublishedKey[];
      phaseMs: PhaseMs;
    }
  | { ok: false; problem: string; phaseMs: PhaseMs };

export async function fetchPublished(context: ProbeContext): Promise<Published> {
  const url = `${context.authority}/v2.0/.well-known/openid-configuration`;
  const { document, phaseMs } = await fetchJson(context, url);
  const bad = (problem: string): Published => ({ ok: false, problem, phaseMs });
  if (typeof document === 'string') return bad(`discovery: ${document}`);
  const issuer = textOf(document, 'issuer');
  const jwksUri = textOf(document, 'jwks_uri');
  if (issuer === undefined || jwksUri === undefined) {
    return bad('discovery: expected issuer and jwks_uri');
  }
  const { document: jwks } = await fetchJson(context, jwksUri);
  if (typeof jwks === 'string') return bad(`signing keys: ${jwks}`);
  const keys = listOf(jwks, 'keys').flatMap(parseKey);
  const cloudInstance = textOf(document, 'cloud_instance_name') ?? null;
  return { ok: true, issuer, cloudInstance, keys, phaseMs };
}

/** The document, or in words why there is none. */
async function fetchJson(
  context: ProbeContext,
  url: string,
): Promise<{ document: JsonObject | string; phaseMs: PhaseMs }> {
  const headers = { accept: 'application/json', ...PROBE_HEADERS };
  const outcome = await context.network.request(
    { method: 'GET', url, headers, body: '' },
    { from: context.from, timeoutMs: context.timeoutMs },
  );
  return { document: documentOf(outcome), phaseMs: outcome.phaseMs };
}

function documentOf(outcome: Outcome<HttpResponse>): JsonObject | string {
  if (!outcome.ok) return failureText(outcome.failure, outcome.at);
  if (outcome.value.status !== 200) return `expected status 200, got ${outcome.value.status}`;
  return parseJsonObject(outcome.value.body) ?? 'expected JSON';
}

function parseKey(value: unknown): PublishedKey[] {
  const key = asObject(value) ?? {};
  const [kid, n, e] = [textOf(key, 'kid'), textOf(key, 'n'), textOf(key, 'e')];
  if (kid === undefined || n === undefined || e === undefined) return [];
  return [{ kid, spki: rsaSpki(Buffer.from(n, 'base64url'), Buffer.from(e, 'base64url')) }];
}

/** SEQUENCE { rsaEncryption, NULL } of RFC 3279 2.3.1. */
const RSA_ALGORITHM = Buffer.from('300d06092a864886f70d0101010500', 'hex');
const [SEQUENCE, BIT_STRING, INTEGER] = [0x30, 0x03, 0x02] as const;

function rsaSpki(modulus: Uint8Array, exponent: Uint8Array): Uint8Array {
  const key = der(SEQUENCE, der(INTEGER, positive(modulus)), der(INTEGER, positive(exponent)));
  return der(SEQUENCE, RSA_ALGORITHM, der(BIT_STRING, Uint8Array.of(0), key));
}

/** DER integers are signed: a leading bit needs a zero byte before it. */
function positive(bytes: Uint8Array): Uint8Array {
  return (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Uint8Array.of(0), bytes]) : bytes;
}

function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length =
    size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Uint8Array.of(tag, ...length), body]);
}

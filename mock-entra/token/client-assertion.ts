/**
 * A client assertion (ED-CERT, RFC 7523): a JWT signed with the key of one of the application's
 * certificates. One assertion may come again until it expires: MSAL keeps and reuses it, so a `jti`
 * that was seen before is no mistake.
 */
import { constants, createPublicKey, verify } from 'node:crypto';
import { createRecent } from '../../runtime/crypto/recent.ts';
import type { Cloud } from '../cloud.ts';
import type { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { isRecord, parseEncodedJson } from '../json.ts';
import type { Application, ClientCertificate } from '../tenant/application.ts';
import { judgeTenantSegment, type Tenant } from '../tenant/tenant.ts';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export async function judgeAssertion(
  cloud: Cloud,
  exchange: Exchange,
  application: Application,
  assertion: string,
): Promise<Refusal | undefined> {
  const parts = assertion.split('.');
  const [header, claims] = parts.slice(0, 2).map(parseEncodedJson);
  if (parts.length !== 3 || !isRecord(header) || !isRecord(claims)) return { code: 50027 };
  const nowMs = cloud.clock.nowMs();
  const certificate = findCertificate(application, header, nowMs);
  const signed = certificate && (await isSigned(cloud, certificate, header.alg, assertion));
  if (!signed) return { code: 700027 };
  return judgeClaims(cloud, exchange, application, claims, nowMs);
}

/** An expired certificate is as good as none. */
function findCertificate(
  { certificates }: Application,
  header: Readonly<Record<string, unknown>>,
  nowMs: number,
): ClientCertificate | undefined {
  const [sha1, sha256] = [header.x5t, header['x5t#S256']].map(withoutPadding);
  return certificates.find(
    ({ x5t, x5tS256, notAfterMs }) =>
      nowMs <= notAfterMs && (sha256 === undefined ? sha1 === x5t : sha256 === x5tS256),
  );
}

/** MSAL for Python pads its thumbprints. */
function withoutPadding(thumbprint: unknown): unknown {
  return typeof thumbprint === 'string' ? thumbprint.replace(/=$/, '') : thumbprint;
}

const publicKey = createRecent((spki) =>
  createPublicKey({ key: Buffer.from(spki), type: 'spki', format: 'der' }),
);

async function isSigned(
  { crypto }: Cloud,
  certificate: ClientCertificate,
  algorithm: unknown,
  assertion: string,
): Promise<boolean> {
  const dot = assertion.lastIndexOf('.');
  const input = Buffer.from(assertion.slice(0, dot), 'utf8');
  const signature = Buffer.from(assertion.slice(dot + 1), 'base64url');
  const spki = new Uint8Array(Buffer.from(certificate.spki, 'base64'));
  if (algorithm === 'RS256') return crypto.verify(spki, input, signature);
  if (algorithm !== 'PS256') return false;
  // The crypto port has no PSS; checking one takes some 30 µs.
  const key = publicKey(spki);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verify('sha256', input, { key, padding, saltLength: 32 }, signature);
}

function judgeClaims(
  { tenant, timings }: Cloud,
  exchange: Exchange,
  { clientId }: Application,
  claims: Readonly<Record<string, unknown>>,
  nowMs: number,
): Refusal | undefined {
  const { iss, sub, aud, exp, nbf } = claims;
  if (iss !== clientId || sub !== clientId) return { code: 700021 };
  if (![aud].flat().some((one) => isOurs(tenant, exchange, one))) return { code: 700023 };
  const skewMs = timings.clientAssertionSkewMs;
  const started = nbf === undefined || (typeof nbf === 'number' && nowMs >= nbf * 1000 - skewMs);
  const alive = typeof exp === 'number' && nowMs < exp * 1000 + skewMs;
  return started && alive ? undefined : { code: 700024 };
}

/** The token endpoint, or the issuer, of this tenant by any of its names. */
function isOurs(tenant: Tenant, { origin, params }: Exchange, audience: unknown): boolean {
  if (typeof audience !== 'string' || !URL.canParse(audience)) return false;
  const url = new URL(audience);
  const [, segment = '', ...rest] = url.pathname.replace(/\/$/, '').split('/');
  const named = segment === params.tenant || judgeTenantSegment(tenant, segment) === 'this';
  return url.origin === origin && named && AUDIENCES.includes(rest.join('/'));
}

const AUDIENCES = ['oauth2/v2.0/token', 'oauth2/token', 'v2.0', ''];

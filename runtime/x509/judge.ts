/**
 * Whether a chain of certificates holds, at lab time. TLS libraries cannot be told the time, so
 * agent certificates are judged here in every mode; the answer uses the same words as a failed
 * handshake.
 */
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import type { Crypto } from '../ports.ts';
import type { Certificate } from './certificate.ts';
import { splitSigned } from './signed.ts';

/** O of every certificate this lab makes for itself; the marker that `isLabAuthority` looks for. */
export const LAB_ORGANIZATION = 'pta-lab';
/** The one authority without name constraints: what it signs has no names, only tenants. */
export const REGISTRATION_AUTHORITY = 'Mock HIS Registration CA';

/** `chain` is leaf first, as presented; `undefined` means that it holds. */
export async function judgeChain(
  crypto: Crypto,
  chain: readonly Certificate[],
  trust: readonly Certificate[],
  nowMs: number,
): Promise<NetworkFailure | undefined> {
  const [leaf] = chain;
  let current = leaf;
  for (let links = 0; current && links <= chain.length; links++) {
    if (nowMs < current.notBeforeMs) return 'certificate-not-yet-valid';
    if (nowMs > current.notAfterMs) return 'certificate-expired';
    if (leaf && !permits(current, leaf.dnsNames)) return 'certificate-untrusted';
    if (isAmong(trust, current)) return undefined;
    current = await findIssuer(crypto, current, [...trust, ...chain]);
  }
  return 'certificate-untrusted';
}

export async function judgeServer(
  crypto: Crypto,
  chain: readonly Certificate[],
  trust: readonly Certificate[],
  servername: string,
  nowMs: number,
): Promise<NetworkFailure | undefined> {
  if (chain[0]?.usage === 'client') return 'certificate-wrong-usage';
  const failure = await judgeChain(crypto, chain, trust, nowMs);
  if (failure) return failure;
  const named = chain[0]?.dnsNames.some((pattern) => covers(pattern, servername));
  return named ? undefined : 'certificate-wrong-name';
}

/**
 * Made by this lab: carries its organisation, and either can sign for lab names only or is the
 * registration authority. The fake agent refuses every other anchor.
 */
export function isLabAuthority(certificate: Certificate): boolean {
  const { authority, organization, permittedDnsNames = [], subject } = certificate;
  if (!authority || organization !== LAB_ORGANIZATION) return false;
  const constrained = permittedDnsNames.length > 0 && permittedDnsNames.every(isReservedName);
  return constrained || subject === REGISTRATION_AUTHORITY;
}

/** Who signed a certificate never changes; only whether that holds, and that is asked each time. */
const verifiedIssuers = new WeakMap<Certificate, Certificate>();

async function findIssuer(
  crypto: Crypto,
  certificate: Certificate,
  candidates: readonly Certificate[],
): Promise<Certificate | undefined> {
  const known = verifiedIssuers.get(certificate);
  if (known && candidates.includes(known)) return known;
  const { body, signature } = splitSigned(certificate.der);
  for (const candidate of candidates) {
    if (!candidate.authority || candidate.subject !== certificate.issuer) continue;
    if (!(await crypto.verify(candidate.spki, body, signature))) continue;
    verifiedIssuers.set(certificate, candidate);
    return candidate;
  }
  return undefined;
}

function isAmong(certificates: readonly Certificate[], wanted: Certificate): boolean {
  return certificates.some(({ der }) => Buffer.compare(der, wanted.der) === 0);
}

function permits({ permittedDnsNames }: Certificate, names: readonly string[]): boolean {
  if (!permittedDnsNames) return true;
  return names.every((name) => permittedDnsNames.some((subtree) => isWithin(name, subtree)));
}

function isWithin(name: string, subtree: string): boolean {
  return name === subtree || name.endsWith(`.${subtree}`);
}

/** Top-level names that no public server can have (RFC 2606, RFC 6761). */
function isReservedName(name: string): boolean {
  return ['localhost', 'test', 'example'].some((top) => isWithin(name, top));
}

/** A wildcard stands for exactly one left-most label (RFC 6125, 6.4.3). */
function covers(pattern: string, servername: string): boolean {
  const [wanted, name] = [pattern.toLowerCase(), servername.toLowerCase()];
  if (!wanted.startsWith('*.')) return wanted === name;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === wanted.slice(1);
}

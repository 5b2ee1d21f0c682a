/**
 * Certificates that the other side of a TLS connection presented. Parsing costs more than the rest
 * of a small request, so it happens once per connection at most, and once per certificate as long
 * as it is remembered. Nothing here is verified.
 */
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { type Certificate, parseCertificate } from '../x509.ts';

const REMEMBERED_MAX = 1000;
const remembered = new Map<string, Certificate>();

export function presentedLeaf(socket: TLSSocket): Certificate | undefined {
  const raw = socket.getPeerX509Certificate()?.raw;
  return raw && parseOnce(raw);
}

/** Leaf first; ends at the root, which Node links to itself, or at the last one that was sent. */
export function presentedChain(leaf: DetailedPeerCertificate): Certificate[] {
  const chain: Certificate[] = [];
  const seen = new Set<string>();
  let current: DetailedPeerCertificate | undefined = leaf;
  while (current?.raw && !seen.has(current.fingerprint256)) {
    seen.add(current.fingerprint256);
    chain.push(parseOnce(current.raw));
    current = current.issuerCertificate;
  }
  return chain;
}

function parseOnce(der: Buffer): Certificate {
  const key = der.toString('latin1');
  const known = remembered.get(key);
  if (known) return known;
  const certificate = parseCertificate(Uint8Array.from(der));
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(key, certificate);
  return certificate;
}

/**
 * Which connections a caller may reuse: its own, to the same place, opened with the certificate it
 * has now and judged by the same trust. A renewed identity therefore never finds what the old one
 * opened.
 */
import type { Vantage } from '../ports.ts';
import { thumbprints } from './secure-contexts.ts';

export function poolKey(
  place: string,
  { component, identity, trust, proxied = false, tls12 = true }: Vantage,
): string {
  return `${component} ${place} ${identity?.chain[0]?.thumbprint ?? ''} ${thumbprints(trust)} ${proxied} ${tls12}`;
}

/**
 * The roots behind the certificates of Microsoft's own endpoints. A chain that ends anywhere else
 * was made by somebody on the way. The list changes over the years: one that is missing here shows
 * as inspection with a public CA's name, which a person will recognise.
 */
import type { SourceId } from './sources.ts';

export interface PublicRoot {
  name: string;
  /** SHA-1 of the certificate in upper-case hex, as the page and Windows show it. */
  thumbprint: string;
  basis: 'documented';
  sources: readonly SourceId[];
}

function root(name: string, thumbprint: string): PublicRoot {
  return { name, thumbprint, basis: 'documented', sources: ['AZ-CA'] };
}

export const PUBLIC_ROOTS: readonly PublicRoot[] = [
  root('DigiCert Global Root CA', 'A8985D3A65E5E5C4B2D7D66D40C6DD2FB19C5436'),
  root('DigiCert Global Root G2', 'DF3C24F9BFD666761B268073FE06D1CC8D4F82A4'),
  root('DigiCert Global Root G3', '7E04DE896A3E666D00E687D33FFAD93BE83D349E'),
  root('DigiCert TLS ECC P384 Root G5', '17F3DE5E9F0F19E98EF61F32266E20C407AE30EE'),
  root('DigiCert TLS RSA4096 Root G5', 'A78849DC5D7C758C8CDE399856B3AAD0B2A57135'),
  root('Entrust Root Certification Authority - G2', '8CF427FD790C3AD166068DE81E57EFBB932272D4'),
  root('Microsoft ECC Root Certificate Authority 2017', '999A64C37FF47D9FAB95F14769891460EEC4C3C5'),
  root('Microsoft RSA Root Certificate Authority 2017', '73A5E64A3BFF8316FF0EDCCC618A906E4EAE4D74'),
];

const CLOUD_NAMES =
  /\.(microsoftonline\.(com|us|cn)|windows\.net|msappproxy\.(net|us)|usgovcloudapi\.net|microsoft\.com)$/;

/** Names whose certificates end at one of these roots. */
export function hasPublicRoot(host: string): boolean {
  return CLOUD_NAMES.test(host);
}

/** Common name of the CA that a lab makes for itself; an inspecting one has another. */
export const LAB_ROOT = 'pta-lab CA';

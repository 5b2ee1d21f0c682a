/**
 * Why this agent cannot become a rogue one: it talks to lab names only and trusts nothing but CAs
 * made by this lab. Both are checked before the first byte, whatever the caller configured.
 */
import { LabError } from '../runtime/lab-error.ts';
import type { Certificate } from '../runtime/x509.ts';
import { isLabAuthority } from '../runtime/x509.ts';

const LAB_TOP_LEVELS = ['localhost', 'test', 'example'];

/**
 * @throws LabError `FOREIGN_ENDPOINT` unless the host is loopback, private, `.localhost`, `.test`
 * or `.example`.
 */
export function refuseForeignEndpoint(url: string): void {
  const { hostname } = new URL(url);
  const topLevel = hostname.split('.').at(-1) ?? '';
  if (LAB_TOP_LEVELS.includes(topLevel) || isPrivateAddress(hostname)) return;
  throw new LabError(
    'FOREIGN_ENDPOINT',
    `The fake agent talks to a lab only: expected a host under ${LAB_TOP_LEVELS.join(', ')} ` +
      `or a loopback or private address, got "${hostname}".`,
  );
}

/** @throws LabError `FOREIGN_AUTHORITY` if any trust anchor was not made by this lab. */
export function refuseForeignAuthorities(trust: readonly Certificate[]): void {
  const foreign = trust.find((certificate) => !isLabAuthority(certificate));
  if (!foreign) return;
  throw new LabError(
    'FOREIGN_AUTHORITY',
    `The fake agent trusts CAs made by pta-lab only, got "${foreign.subject}".`,
  );
}

/** RFC 1918 and loopback; IPv6 loopback only. */
export function isPrivateAddress(hostname: string): boolean {
  if (hostname === '[::1]') return true;
  const parts = hostname.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part > 255))
    return false;
  const [a = 0, b = 0] = parts;
  return a === 127 || a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
}

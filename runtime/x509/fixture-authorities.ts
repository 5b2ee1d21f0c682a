/** Authorities and an agent's certificate for the tests of this folder, at a time of their own. */
import { createAuthority } from '../certificate-authority.ts';
import { createStandInCrypto } from '../crypto/stand-in.ts';
import { createDice } from '../dice.ts';
import type { Crypto } from '../ports.ts';
import { REGISTRATION_AUTHORITY } from '../x509.ts';

export const NOW_MS = Date.UTC(2026, 0, 15, 12);
export const DAY_MS = 86_400_000;
export const TENANT = '11111111-2222-3333-4444-555555555555';
export const AGENT = '01234567-89ab-cdef-0123-456789abcdef';
export const HOST = 'login.microsoftonline.com.lab.localhost';

export function standIn(seed = 'x509'): Crypto {
  return createStandInCrypto(createDice(seed));
}

export function authority(crypto: Crypto, name: string, nameConstraints = true) {
  const dice = createDice(name);
  return createAuthority(crypto, {
    name,
    nowMs: NOW_MS,
    dice,
    lifetimeMs: 3650 * DAY_MS,
    nameConstraints,
  });
}

export async function agentOf(
  crypto: Crypto,
  notBeforeMs = NOW_MS,
  notAfterMs = NOW_MS + 180 * DAY_MS,
) {
  const registration = await authority(crypto, REGISTRATION_AUTHORITY, false);
  const key = await crypto.generateKey('agt-1');
  const issue = { tenantId: TENANT, agentId: AGENT, spki: key.spki, notBeforeMs, notAfterMs };
  return { registration, key, certificate: await registration.issueAgent(issue) };
}

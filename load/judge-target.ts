/**
 * What is known of a target before anything is sent to it. Microsoft's names are refused here,
 * without a way around it; whether any other is a lab only its proof tells. Runs in k6 too, which
 * has no `URL`.
 */
import { isMicrosoftHost } from '../protocol/microsoft-domains.ts';

export type TargetAddress =
  | { ok: true; origin: string; authority: string }
  | { ok: false; sentence: string };

/** No user, no query, nothing to encode: what does not look like this is not understood. */
const ADDRESS = /^(https:\/\/(([a-z0-9.-]+)(?::\d{1,5})?))\/[a-z0-9.-]+\/?$/i;

/** `https://localhost:{port}/{tenantId}` */
export function readTargetAddress(address: string): TargetAddress {
  const [, origin, authority, host] = ADDRESS.exec(address) ?? [];
  if (origin === undefined || authority === undefined || host === undefined) {
    // Whoever writes a password into an address does not want to read it here.
    const got = JSON.stringify(address.replace(/\/\/.*@/, '//…@').slice(0, 100));
    const sentence = `Expected a lab's authority such as https://localhost:8443/{tenant}, got ${got}.`;
    return { ok: false, sentence };
  }
  if (isMicrosoftHost(host)) {
    const sentence = `${host} is Microsoft's: load goes to a lab only, and nothing was sent; start one with "pta-lab up" or "pta-lab load".`;
    return { ok: false, sentence };
  }
  return { ok: true, origin, authority };
}

const CONTROL = /^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?\/?$/i;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * A control API proves nothing, and may be sent a token: it is on this machine, or on the host that
 * has proved itself.
 */
export function isOwnControl(url: string, address: string): boolean {
  const [, host] = CONTROL.exec(url) ?? [];
  const target = readTargetAddress(address);
  if (host === undefined || !target.ok) return false;
  return LOOPBACK.test(host) || host === target.authority.replace(/:\d+$/, '');
}

/** Why what answered is not taken for the lab. */
export function refuseUnproved(authority: string, why: string): string {
  return `${authority} did not prove that it is the lab of this target file: ${why}; no sign-in was sent. Take the target file that the running lab wrote.`;
}

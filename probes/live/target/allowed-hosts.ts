/**
 * Where a credential may go: to Microsoft's own names of the chosen cloud under public CAs, or to a
 * lab under the lab's own CA. Asked before anything is sent, whatever the configuration says; a
 * name alone proves nothing, the CA that is trusted for it does.
 */
import { isIPv4 } from 'node:net';
import { CLOUDS } from '../../../protocol/clouds.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { Target } from '../../target.ts';

const LAB_TOP_LEVELS = ['localhost', 'test', 'example'];

/** @throws LabError `TARGET_NOT_ALLOWED` */
export function refuseForeignHosts(target: Target): void {
  for (const key of ['authority', 'graph'] as const) {
    const url = parseHttps(target, key);
    if (target.kind === 'lab') refuseUnlessLab(target, key, url.hostname);
    else refuseUnlessMicrosoft(target, key, url);
  }
  if (target.kind === 'tenant' && (target.caFile !== undefined || target.control !== undefined)) {
    const sentence = 'a tenant to be checked by public CAs only, got caFile or control';
    throw refused(target, 'caFile', `${sentence}; both are for labs`);
  }
  if (target.kind === 'lab') refuseUnlessWholeLab(target);
}

function refuseUnlessWholeLab(target: Target): void {
  const { caFile, control } = target;
  if (caFile === undefined) {
    throw refused(target, 'caFile', 'the CA file of the lab, which "pta-lab up --json" names');
  }
  if (control === undefined) return;
  const host = URL.canParse(control) ? new URL(control).hostname : '';
  if (isLabHost(host)) return;
  throw refused(target, 'control', `a lab’s control URL, got "${withoutUser(control)}"`);
}

/** Whatever stands before the host may be a password. */
function withoutUser(text: string): string {
  return text.replace(/\/\/.*@/s, '//…@');
}

function parseHttps(target: Target, key: 'authority' | 'graph'): URL {
  const text = target[key];
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return url;
  throw refused(target, key, `an https address without a user name, got "${withoutUser(text)}"`);
}

function refuseUnlessMicrosoft(target: Target, key: 'authority' | 'graph', url: URL): void {
  const { signIn, graph } = CLOUDS[target.cloud];
  const expected = key === 'authority' ? signIn : graph;
  if (url.host === expected) return;
  throw refused(
    target,
    key,
    `https://${expected} of the cloud "${target.cloud}", got ${url.origin}`,
  );
}

function refuseUnlessLab(target: Target, key: 'authority' | 'graph', hostname: string): void {
  if (isLabHost(hostname)) return;
  const names = LAB_TOP_LEVELS.map((name) => `.${name}`).join(', ');
  throw refused(target, key, `a lab’s host (${names}, loopback or private), got "${hostname}"`);
}

function isLabHost(hostname: string): boolean {
  return LAB_TOP_LEVELS.includes(hostname.split('.').at(-1) ?? '') || isPrivateAddress(hostname);
}

/** RFC 1918 and loopback; IPv6 loopback only. */
function isPrivateAddress(hostname: string): boolean {
  if (hostname === '[::1]') return true;
  // Names may look like numbers to a lenient reader: 10.0.0.1e0 is one.
  if (!isIPv4(hostname)) return false;
  const [a = 0, b = 0] = hostname.split('.').map(Number);
  return a === 127 || a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
}

function refused({ name }: Target, key: string, expected: string): LabError {
  return new LabError('TARGET_NOT_ALLOWED', `targets.${name}.${key}: expected ${expected}.`);
}

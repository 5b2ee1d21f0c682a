/**
 * Who may talk to the control API. Without a token: whoever is on this machine, but no web page.
 * With one: whoever sends it, from wherever the lab was told to listen. Plain HTTP either way, so a
 * token is worth what the network between is worth.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { LabError } from '../../runtime/lab-error.ts';

export interface ControlAccess {
  /** Default 127.0.0.1. Any other needs a token. */
  host?: string;
  /** Then every request has to carry it as `Authorization: Bearer …`. */
  token?: string;
}

export interface Denial {
  status: 401 | 403 | 415;
  why: string;
}

const TOKEN_CHARS_MIN = 16;
export const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '::1', '[::1]'];

/** @throws LabError `CONTROL_TOKEN` */
export function checkAccess({ host = '127.0.0.1', token }: ControlAccess): void {
  if (token !== undefined && token.length < TOKEN_CHARS_MIN) {
    const sentence = `Expected a control token of at least ${TOKEN_CHARS_MIN} characters, got ${token.length}.`;
    throw new LabError('CONTROL_TOKEN', sentence);
  }
  if (token === undefined && !LOOPBACK.includes(host)) {
    const sentence = `The control API listens on ${host} only with a token: give one of at least ${TOKEN_CHARS_MIN} characters.`;
    throw new LabError('CONTROL_TOKEN', sentence);
  }
}

export function deny(
  { method, headers }: IncomingMessage,
  access: ControlAccess,
): Denial | undefined {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  if (access.token === undefined && !LOOPBACK.includes(host)) {
    return { status: 403, why: `Expected a loopback Host, got "${host.slice(0, 80)}".` };
  }
  // A browser names the page that asks; nothing but a page sends this header.
  if (headers.origin !== undefined) {
    return { status: 403, why: 'Requests from web pages are refused.' };
  }
  if (access.token !== undefined && !isBearer(headers.authorization, access.token)) {
    return { status: 401, why: 'Expected the control token as "Authorization: Bearer …".' };
  }
  const writes = method === 'POST' || method === 'PUT' || method === 'PATCH';
  if (writes && !headers['content-type']?.startsWith('application/json')) {
    return { status: 415, why: 'Expected content-type application/json.' };
  }
  return undefined;
}

function isBearer(header: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}

export function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Who may ask the watch. Without a token: whoever is on this machine, by a loopback name, so that a
 * name that a stranger points here (DNS rebinding) opens nothing. With one: whoever sends it, as
 * bearer or, for a browser, as the password of any name. No other site’s page may start a probe:
 * that would spend somebody’s budget.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { digest, LOOPBACK } from '../../lab/control/access.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Secret } from '../../runtime/secret.ts';

export interface Denial {
  status: 401 | 403;
  sentence: string;
}

const TOKEN_CHARS_MIN = 16;
const SHOWN_MAX = 80;

/** @throws LabError `USAGE_LISTEN` */
export function checkListen(host: string, token: Secret | undefined): void {
  const length = token?.reveal().length;
  if (length !== undefined && length < TOKEN_CHARS_MIN) {
    const sentence = `listen.token: expected at least ${TOKEN_CHARS_MIN} characters, got ${length}`;
    throw new LabError('USAGE_LISTEN', sentence);
  }
  if (length === undefined && !LOOPBACK.includes(host)) {
    const sentence = `listen: expected a loopback address such as 127.0.0.1, got ${host}; beyond this machine it takes listen.token as well`;
    throw new LabError('USAGE_LISTEN', sentence);
  }
}

export function denyAsker(
  headers: IncomingHttpHeaders,
  { path, token }: { path: string; token: Secret | undefined },
): Denial | undefined {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  if (token === undefined && !LOOPBACK.includes(host.toLowerCase())) {
    const came = JSON.stringify(host.slice(0, SHOWN_MAX));
    return { status: 403, sentence: `expected a loopback name as Host, got ${came}` };
  }
  if (token !== undefined && !holdsToken(headers.authorization, token)) {
    return { status: 401, sentence: 'expected the token of the configuration (listen.token)' };
  }
  if (path !== '/' && comesFromAnotherSite(headers)) {
    return { status: 403, sentence: 'requests from pages of other sites are refused' };
  }
  return undefined;
}

/** A link from a wiki to the status page is welcome; anything else of a foreign page is not. */
function comesFromAnotherSite(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'] ?? 'none';
  return headers.origin !== undefined || (site !== 'none' && site !== 'same-origin');
}

function holdsToken(header: string | undefined, token: Secret): boolean {
  const [scheme = '', value = ''] = (header ?? '').split(' ');
  const sent =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(value, 'base64')
          .toString()
          .replace(/^[^:]*:/, '')
      : value;
  return timingSafeEqual(digest(sent), digest(token.reveal()));
}

/**
 * What a page may load and who may show it: nothing and nobody, except for what its `Body` asks.
 * There is no `form-action`: browsers hold it against the redirect that follows a form too, and
 * that one goes to the application.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Body } from './body.ts';

export function renderPolicy(allow: Body['allow'] = {}, nonce: string): HttpResponse['headers'] {
  const { frames = [], calls, framed } = allow;
  const directives = [
    "default-src 'none'",
    "base-uri 'none'",
    'img-src data:',
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    ...(calls ? ["connect-src 'self'"] : []),
    ...(frames.length > 0 ? [`frame-src ${frames.join(' ')}`] : []),
    ...(framed ? [] : ["frame-ancestors 'none'"]),
  ];
  return {
    'content-security-policy': directives.join('; '),
    // Not `no-referrer`: the application's server may want to know the origin of a posted answer.
    'referrer-policy': 'strict-origin',
    ...(!framed && { 'x-frame-options': 'DENY' }),
  };
}

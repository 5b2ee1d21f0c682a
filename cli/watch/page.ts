/** What the watch answers with over HTTP, as values. Nothing may be kept by anybody on the way. */
import { STATUS_POLICY } from '../../console/status.ts';

export interface Page {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

const SAFE = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'";

function page(status: number, type: string, body: string, policy = NOTHING_ALLOWED): Page {
  const headers = { ...SAFE, 'content-type': type, 'content-security-policy': policy };
  return { status, headers, body };
}

export function textPage(status: number, sentence: string): Page {
  return page(status, 'text/plain; charset=utf-8', `${sentence}\n`);
}

export function metricsPage(text: string, type: string): Page {
  return page(200, type, text);
}

export function jsonPage(value: unknown): Page {
  return page(200, 'application/json', `${JSON.stringify(value)}\n`);
}

export function htmlPage(html: string): Page {
  const policy = `${STATUS_POLICY}; frame-ancestors 'none'`;
  return page(200, 'text/html; charset=utf-8', html, policy);
}

export function withHeader(one: Page, name: string, value: string): Page {
  return { ...one, headers: { ...one.headers, [name]: value } };
}

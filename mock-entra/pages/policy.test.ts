/** What the headers of a page allow: nothing but its own script and style, by a nonce. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { APP, createPageCloud, createPages, nameOf, renderLone, USER } from './fixture-pages.ts';
import type { Page } from './page.ts';
import { readDocument } from './stub-document.ts';

const PAGES = createPages({ text: USER, withError: false });

function policyOf(page: Page): Readonly<Record<string, string>> {
  const policy = renderLone(page).headers['content-security-policy'] ?? '';
  const directives = policy.split('; ').map((directive) => {
    const [name = '', ...values] = directive.split(' ');
    return [name, values.join(' ')];
  });
  return Object.fromEntries(directives);
}

test(proves('pages.policy', 'no page loads anything, and only answers can be framed'), () => {
  for (const page of PAGES) {
    const policy = policyOf(page);
    expect(policy).toMatchObject({ 'default-src': "'none'", 'base-uri': "'none'" });
    expect(policy['connect-src'], nameOf(page)).toBe(
      nameOf(page) === 'mfa PhoneAppNotification' ? "'self'" : undefined,
    );
    expect(policy['frame-ancestors'], nameOf(page)).toBe(
      page.kind === 'form-post' ? undefined : "'none'",
    );
    expect(policy['frame-src'], nameOf(page)).toBe(
      page.kind === 'signed-out' ? 'https://app.example' : undefined,
    );
  }
});

test('every script and style carries the nonce of its answer, and no markup acts by itself', () => {
  for (const page of PAGES) {
    const { 'script-src': script, 'style-src': style } = policyOf(page);
    const nonce = /^'nonce-([\w+/=]{24})'$/.exec(script ?? '')?.[1] ?? 'none';
    expect(style).toBe(script);
    for (const { tag, attributes } of readDocument(renderLone(page).body)) {
      if (tag === 'script' || tag === 'style') expect(attributes.nonce).toBe(nonce);
      expect(Object.keys(attributes).filter((name) => /^(on|style$)/.test(name))).toEqual([]);
    }
  }
});

test('a nonce serves one answer', () => {
  const cloud = createPageCloud();
  const policies = PAGES.map(
    (page) => renderLone(page, cloud).headers['content-security-policy'] ?? '',
  );
  const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
  expect(new Set(nonces).size).toBe(PAGES.length);
});

test('pages are not stored, not sniffed, and name the request', () => {
  for (const page of PAGES) {
    expect(renderLone(page).headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': expect.stringContaining('no-store'),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin',
      'x-ms-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  }
});

const SIGNED_OUT: Page & { kind: 'signed-out' } = {
  kind: 'signed-out',
  canary: '',
  tenantSegment: 'common',
  frontChannel: [],
};

test.each(['javascript:alert(1)', 'myapp://out', "https://a;script-src'x'/", 'nonsense'])(
  'a logout address that is none is not framed: %s',
  (url) => {
    const page: Page = { ...SIGNED_OUT, frontChannel: [url, `${APP}/out`] };
    expect(policyOf(page)['frame-src']).toBe('https://app.example');
    const frames = readDocument(renderLone(page).body).filter(({ tag }) => tag === 'iframe');
    expect(frames.map(({ attributes }) => attributes['data-src'] ?? attributes.src)).toEqual([
      `${APP}/out`,
      `${APP}/out`,
    ]);
  },
);

/** Which addresses count as registered. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { findRedirectUri } from './redirect-uri.ts';

const APPLICATION = {
  redirectUris: [
    { uri: 'https://app.contoso.example/callback', type: 'web' },
    { uri: 'http://localhost/native', type: 'native' },
    { uri: 'http://127.0.0.1', type: 'native' },
    { uri: 'msal-lab://auth', type: 'native' },
    { uri: 'https://app.contoso.example/search?from=entra', type: 'spa' },
  ],
} as const;

const address = (asked: string) => findRedirectUri(APPLICATION, asked)?.address;

// EVIDENCE-OF ED-REPLY: "the port component (for example, :5001 or :443) is ignored"
const REGISTERED: readonly [asked: string, address: string][] = [
  ['https://app.contoso.example/callback', 'https://app.contoso.example/callback'],
  ['HTTPS://APP.contoso.example/callback', 'https://app.contoso.example/callback'],
  ['http://localhost:5001/native', 'http://localhost:5001/native'],
  ['http://127.0.0.1:8400', 'http://127.0.0.1:8400/'],
  ['msal-lab://auth', 'msal-lab://auth'],
  [
    'https://app.contoso.example/search?from=entra',
    'https://app.contoso.example/search?from=entra',
  ],
];

test.each(REGISTERED)(proves('authorize.redirect-uris', '%s is registered'), (asked, expected) => {
  expect(address(asked)).toBe(expected);
});

const FOREIGN: readonly string[] = [
  'https://app.contoso.example/Callback',
  'https://app.contoso.example/callback/',
  'https://app.contoso.example/callback?more=1',
  'https://app.contoso.example/callback#fragment',
  'https://app.contoso.example:8443/callback',
  'http://app.contoso.example/callback',
  'https://user@app.contoso.example/callback',
  'https://app.contoso.example.evil.example/callback',
  'http://localhost/other',
  'http://localhost@evil.example/native',
  'https://localhost/native',
  'http://[::1]/native',
  'https://app.contoso.example/callback\r\nset-cookie: a=b',
  'https://app.contoso.example/callback\u2028',
  'javascript:alert(1)',
  'callback',
  '',
];

test.each(FOREIGN)(proves('authorize.redirect-uris', '%j is not registered'), (asked) => {
  expect(address(asked)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { parseTarget } from './connect-proxy.ts';

test.each([
  ['localhost:443', 'localhost'],
  ['LOGIN.microsoftonline.com.lab.localhost:8443', 'login.microsoftonline.com.lab.localhost'],
  ['[::1]:443', '[::1]'],
])('%s names a host', (target, host) => {
  expect(parseTarget(target)).toBe(host);
});

test.each(['localhost', 'localhost:', ':443', 'a@localhost:443', 'localhost:443/x', 'a b:1', '/'])(
  '%j is no target',
  (target) => {
    expect(parseTarget(target)).toBeUndefined();
  },
);

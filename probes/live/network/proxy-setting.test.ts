import { expect, test } from 'vitest';
import { readProxySetting } from './proxy-setting.ts';

test.each([
  'https://mia:s3cret@proxy.test:8080',
  'http://mia:s3cret@proxy.test:8080',
  'http://mia:x/s3cret@proxy.test:8080',
  'http://mia:x@s3cret@proxy.test:8080:1',
  'mia:x/s3cret@proxy.test:8080',
])('the sentence about the proxy %s is without its password', (HTTPS_PROXY) => {
  expect(() => readProxySetting({ HTTPS_PROXY })).toThrow(/^HTTPS_PROXY: expected (?!.*s3cret)/);
});

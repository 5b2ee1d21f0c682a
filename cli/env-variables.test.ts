import { expect, test } from 'vitest';
import { environmentOf, renderEnvironment } from './env-variables.ts';
import type { RunningLab } from './running-lab.ts';

const LAB: RunningLab = {
  authority: 'https://localhost:4433/tenant',
  graph: 'https://localhost:4433',
  control: 'http://127.0.0.1:9000',
  tenantId: 'tenant',
  clientId: 'client',
  caFile: '/lab/ca.pem',
  port443: false,
  realNames: true,
  proxy: 'http://127.0.0.1:8080',
  proxyCaFile: '/lab/proxy-ca.pem',
  bundleFile: '/lab/bundle.pem',
};

test('programs are led to the lab, and through its proxy except to loopback addresses', () => {
  expect(environmentOf(LAB, { realNames: false })).toMatchObject({
    AZURE_AUTHORITY_HOST: 'https://localhost:4433',
    AZURE_TENANT_ID: 'tenant',
    AZURE_CLIENT_ID: 'client',
    NODE_EXTRA_CA_CERTS: '/lab/proxy-ca.pem',
    SSL_CERT_FILE: '/lab/bundle.pem',
    HTTPS_PROXY: 'http://127.0.0.1:8080',
    NO_PROXY: '127.0.0.1,::1',
    PTA_LAB_CONTROL: 'http://127.0.0.1:9000',
  });
});

test('real names are in it only when asked for', () => {
  expect(environmentOf(LAB, { realNames: true })).toMatchObject({
    AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com',
    PTA_LAB_AUTHORITY: 'https://login.microsoftonline.com/tenant',
    PTA_LAB_GRAPH: 'https://graph.microsoft.com',
  });
  expect(JSON.stringify(environmentOf(LAB, { realNames: false }))).not.toContain('microsoft');
});

test('without a proxy nothing speaks of one, and the lab’s own CA is trusted', () => {
  const { proxy: _, proxyCaFile: __, bundleFile: ___, ...plain } = LAB;
  const variables = environmentOf(plain, { realNames: false });
  expect(Object.keys(variables).filter((name) => /proxy/i.test(name))).toEqual([]);
  expect(variables).toMatchObject({ NODE_EXTRA_CA_CERTS: '/lab/ca.pem' });
});

test('a value ends where it ends, in every shell', () => {
  const odd = { NAME: `it's $HOME \\ "x"` };
  expect(renderEnvironment(odd, 'sh')).toBe(`export NAME='it'\\''s $HOME \\ "x"'\n`);
  expect(renderEnvironment(odd, 'fish')).toBe(`set -gx NAME 'it\\'s $HOME \\\\ "x"'\n`);
  expect(renderEnvironment(odd, 'powershell')).toBe(`$env:NAME = 'it''s $HOME \\ "x"'\n`);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAuthority } from '../runtime/certificate-authority.ts';
import { createStandInCrypto } from '../runtime/crypto/stand-in.ts';
import { createDice } from '../runtime/dice.ts';
import { refuseForeignAuthorities, refuseForeignEndpoint } from './guard.ts';

test.each([
  'https://login.microsoftonline.com.lab.localhost/x',
  'wss://his-lab1.servicebus.windows.net.lab.localhost/$servicebus/websocket',
  'ldaps://dc-1.corp.contoso.example',
  'https://something.test',
  'https://127.0.0.1:8443',
  'https://[::1]:8443',
  'ldaps://10.1.2.3',
  'ldaps://172.16.0.1',
  'ldaps://192.168.1.1',
])('a lab endpoint is taken: %s', (url) => {
  expect(() => refuseForeignEndpoint(url)).not.toThrow();
});

test.each([
  'https://login.microsoftonline.com/x',
  'https://contoso.registration.msappproxy.net/register',
  'wss://his-eur1-weur1.servicebus.windows.net/x',
  'https://8.8.8.8',
  'https://172.32.0.1',
  'https://193.168.1.1',
  'https://localhost.attacker.com',
  'https://127.0.0.1.attacker.net',
  'https://lab.localhost@login.microsoftonline.com/',
])('a foreign endpoint is refused before the first byte: %s', (url) => {
  expect(() => refuseForeignEndpoint(url)).toThrow(/talks to a lab only/);
});

test('no name of Microsoft’s is ever taken, whatever stands before it', () => {
  const names = ['msappproxy.net', 'servicebus.windows.net', 'microsoftonline.com', 'windows.net'];
  fc.assert(
    fc.property(fc.domain(), fc.constantFrom(...names), (left, name) => {
      expect(() => refuseForeignEndpoint(`https://${left}.${name}/`)).toThrow();
    }),
  );
});

test('a CA that this lab did not make is refused as trust anchor', async () => {
  const dice = createDice('guard');
  const own = await createAuthority(createStandInCrypto(dice), {
    name: 'pta-lab CA',
    nowMs: 0,
    lifetimeMs: 1e12,
    nameConstraints: true,
    dice,
  });
  expect(() => refuseForeignAuthorities([own.certificate])).not.toThrow();
  const foreign = { ...own.certificate, organization: 'DigiCert Inc', subject: 'DigiCert' };
  expect(() => refuseForeignAuthorities([own.certificate, foreign])).toThrow(/DigiCert/);
});

/** What we issue as Node's own parser reads it, and what we read back ourselves. */
import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRsaCrypto } from '../crypto/rsa.ts';
import { createSeededRsaCrypto } from '../crypto/seeded-rsa.ts';
import { createDice } from '../dice.ts';
import type { Crypto } from '../ports.ts';
import { parseCertificate, pem, REGISTRATION_AUTHORITY } from '../x509.ts';
import {
  AGENT,
  agentOf,
  authority,
  DAY_MS,
  HOST,
  NOW_MS,
  standIn,
  TENANT,
} from './fixture-authorities.ts';

const REAL = {
  'seeded RSA': (): Crypto => createSeededRsaCrypto(createDice('x509')),
  'live RSA': (): Crypto => createRsaCrypto(),
};

describe.each(Object.entries(REAL))('judged by Node, signed with %s', (_, create) => {
  const crypto = create();
  const lab = authority(crypto, 'pta-lab CA');

  test('a server certificate is issued by the authority and holds for its names', async () => {
    const { certificate, issueServer } = await lab;
    const [leaf] = (await issueServer([HOST, 'localhost'], NOW_MS)).chain;
    const [read, issuer] = [node(leaf), node(certificate)];
    expect(read.checkIssued(issuer)).toBe(true);
    expect(read.verify(issuer.publicKey)).toBe(true);
    expect(read.checkHost(HOST)).toBe(HOST);
    expect(read.checkHost('localhost')).toBe('localhost');
    expect(read.checkHost('example.com')).toBeUndefined();
    expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(read.ca).toBe(false);
    expect(read.validFromDate).toEqual(new Date(NOW_MS - DAY_MS));
    expect(read.validToDate).toEqual(new Date(NOW_MS + 396 * DAY_MS));
  });

  test('an authority signs itself and says that it is one', async () => {
    const read = node((await lab).certificate);
    expect(read.ca).toBe(true);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.subject).toBe('O=pta-lab\nCN=pta-lab CA');
  });

  test('an agent certificate has tenant, usage, and reads the same to Node and to us', async () => {
    const { certificate, registration } = await agentOf(crypto);
    const read = node(certificate);
    expect(read.checkIssued(node(registration.certificate))).toBe(true);
    expect(read.verify(node(registration.certificate).publicKey)).toBe(true);
    expect(read.subject).toBe(`CN=${TENANT}`);
    expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate).toMatchObject({
      subject: TENANT,
      issuer: REGISTRATION_AUTHORITY,
      serial: read.serialNumber.toLowerCase(),
      thumbprint: read.fingerprint.replaceAll(':', ''),
      notBeforeMs: read.validFromDate.getTime(),
      notAfterMs: read.validToDate.getTime(),
      authority: false,
    });
    const spki = read.publicKey.export({ type: 'spki', format: 'der' });
    expect(Buffer.from(certificate.spki)).toEqual(spki);
  });
});

function node(certificate: { der: Uint8Array } | undefined): X509Certificate {
  return new X509Certificate(certificate?.der ?? new Uint8Array());
}

describe('reading', () => {
  test('what is known of a certificate when it is issued is what reading it gives', async () => {
    const crypto = standIn();
    const lab = await authority(crypto, 'pta-lab CA');
    const { chain } = await lab.issueServer([HOST, 'localhost'], NOW_MS + 999);
    const agent = await agentOf(crypto, NOW_MS + 999, Date.UTC(2051, 0, 1));
    for (const issued of [...chain, agent.registration.certificate, agent.certificate]) {
      expect(parseCertificate(issued.der)).toEqual(issued);
    }
  });

  test('the agent id comes back, and lies in the certificate in .NET order', async () => {
    const { certificate } = await agentOf(standIn());
    expect(certificate.agentId).toBe(AGENT);
    // The extension's object identifier, its OCTET STRING and in it the OCTET STRING of 16 bytes.
    const extension = '06092b060104018237520104120410' + '67452301ab89efcd0123456789abcdef';
    expect(Buffer.from(certificate.der).toString('hex')).toContain(extension);
  });

  test('what has no names and no constraints says so', async () => {
    const { certificate, registration } = await agentOf(standIn());
    expect(certificate.dnsNames).toEqual([]);
    expect(certificate.organization).toBe('');
    expect(registration.certificate.permittedDnsNames).toBeUndefined();
    expect(registration.certificate.agentId).toBeUndefined();
  });

  test('fractions of a second are dropped, and dates after 2050 survive', async () => {
    const { certificate } = await agentOf(standIn(), NOW_MS + 999, Date.UTC(2051, 0, 1));
    expect(certificate.notBeforeMs).toBe(NOW_MS);
    expect(certificate.notAfterMs).toBe(Date.UTC(2051, 0, 1));
  });

  test('PEM is what Node reads', async () => {
    const { certificate } = await agentOf(createRsaCrypto());
    const read = new X509Certificate(pem('CERTIFICATE', certificate.der));
    expect(new Uint8Array(read.raw)).toEqual(certificate.der);
  });

  test('anything that is not exactly one certificate is malformed', async () => {
    const { der } = (await agentOf(standIn())).certificate;
    const malformed = expect.objectContaining({ code: 'CERTIFICATE_MALFORMED' });
    expect(() => parseCertificate(Buffer.concat([der, Buffer.alloc(1)]))).toThrow(malformed);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: der.length - 1 }), (length) => {
        expect(() => parseCertificate(der.subarray(0, length))).toThrow(malformed);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => parseCertificate(bytes)).toThrow(malformed);
      }),
    );
  });
});

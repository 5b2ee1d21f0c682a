/**
 * Certificates of applications: read from PEM, or made by the lab with `generate: true`. Made ones
 * are new at every start, and only where the crypto can hand out the private key: a certificate
 * that no client could use is not registered at all.
 */
import { createHash } from 'node:crypto';
import type { ClientCertificate } from '../mock-entra/tenant/application.ts';
import { LabError } from '../runtime/lab-error.ts';
import type { Crypto, Dice, KeyPair } from '../runtime/ports.ts';
import { type Certificate, issueCertificate, parseCertificate, pem } from '../runtime/x509.ts';

/** @throws LabError `CERTIFICATE_MALFORMED` */
export function readCertificatePem(text: string): ClientCertificate {
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)];
  const [body] = blocks;
  if (body === undefined || blocks.length > 1) {
    const found = `${blocks.length} in ${text.length} characters`;
    throw new LabError(
      'CERTIFICATE_MALFORMED',
      `expected exactly one certificate in PEM form, got ${found}`,
    );
  }
  return describeCertificate(parseCertificate(Buffer.from(body[1] ?? '', 'base64')));
}

function describeCertificate({ der, spki, notAfterMs }: Certificate): ClientCertificate {
  const hashed = (algorithm: string) => createHash(algorithm).update(der).digest('base64url');
  return {
    x5t: hashed('sha1'),
    x5tS256: hashed('sha256'),
    spki: Buffer.from(spki).toString('base64'),
    notAfterMs,
  };
}

export interface MadeCertificate {
  registered: ClientCertificate;
  certificatePem: string;
  privateKeyPem: string;
}

export type ExportingCrypto = Crypto & { privatePem(key: KeyPair): string };

/** Virtual crypto keeps its keys: there is nothing a client could sign with. */
export function canExport(crypto: Crypto): crypto is ExportingCrypto {
  return 'privatePem' in crypto && typeof crypto.privatePem === 'function';
}

const YEAR_MS = 365 * 86_400_000;

export async function makeCertificate(
  crypto: ExportingCrypto,
  subject: string,
  dice: Dice,
  nowMs: number,
): Promise<MadeCertificate> {
  const key = await crypto.generateKey(`client ${subject}`);
  const certificate = await issueCertificate(crypto, {
    issuerKey: key,
    issuer: 'self',
    subject,
    spki: key.spki,
    serial: Uint8Array.of(1 + dice.below(0x7f), ...dice.bytes(15)),
    notBeforeMs: nowMs - 86_400_000,
    notAfterMs: nowMs + 2 * YEAR_MS,
    profile: { kind: 'server', dnsNames: ['localhost'] },
  });
  return {
    registered: describeCertificate(certificate),
    certificatePem: pem('CERTIFICATE', certificate.der),
    privateKeyPem: crypto.privatePem(key),
  };
}

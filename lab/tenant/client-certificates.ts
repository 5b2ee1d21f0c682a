/**
 * Certificates of applications: read from PEM, or made by the lab with `generate: true`. Made ones
 * are new at every start, and only where the crypto can hand out the private key: a certificate
 * that no client could use is not registered at all.
 */
import { createHash } from 'node:crypto';
import type { ClientCertificate } from '../../mock-entra/tenant/application.ts';
import type { ExportingCrypto } from '../../runtime/crypto/key-export.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Dice } from '../../runtime/ports.ts';
import {
  type Certificate,
  issueSelfSigned,
  parseCertificate,
  pem,
  readPem,
} from '../../runtime/x509.ts';

/** @throws LabError `CERTIFICATE_MALFORMED` */
export function readCertificatePem(text: string): ClientCertificate {
  const [der, ...more] = readPem('CERTIFICATE', text);
  if (der === undefined || more.length > 0) {
    const found = `${der ? more.length + 1 : 0} in ${text.length} characters`;
    throw new LabError(
      'CERTIFICATE_MALFORMED',
      `expected exactly one certificate in PEM form, got ${found}`,
    );
  }
  return describeCertificate(parseCertificate(der));
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

const YEAR_MS = 365 * 86_400_000;

export async function makeCertificate(
  crypto: ExportingCrypto,
  subject: string,
  dice: Dice,
  nowMs: number,
): Promise<MadeCertificate> {
  const key = await crypto.generateKey(`client ${subject}`, 'rsa-2048');
  const certificate = await issueSelfSigned(crypto, key, {
    ...{ subject, dice, dnsName: 'localhost' },
    notBeforeMs: nowMs - 86_400_000,
    notAfterMs: nowMs + 2 * YEAR_MS,
  });
  return {
    registered: describeCertificate(certificate),
    certificatePem: pem('CERTIFICATE', certificate.der),
    privateKeyPem: crypto.privatePem(key),
  };
}

/** An agent as a record of the store: certificates as PEM, the rest as it is. */
import type { SharedAgent } from '../../mock-entra/shared/sharing.ts';
import { type Certificate, parseCertificate, pem, readPem } from '../../runtime/x509.ts';

type Packed = Omit<SharedAgent, 'certificate' | 'replaced'> & {
  certificatePem: string;
  replaced?: { certificatePem: string; untilMs: number };
};

export function packAgent(agent: SharedAgent): Packed {
  const { id, machineName, version, externalIp, registeredMs, lastSeenMs, updaterStatus } = agent;
  const { certificate, replaced } = agent;
  return {
    ...{ id, machineName, version, externalIp, registeredMs, lastSeenMs },
    ...(updaterStatus !== undefined && { updaterStatus }),
    certificatePem: pem('CERTIFICATE', certificate.der),
    ...(replaced && {
      replaced: {
        certificatePem: pem('CERTIFICATE', replaced.certificate.der),
        untilMs: replaced.untilMs,
      },
    }),
  };
}

/** Undefined for one that was deleted: agents never are. */
export function unpackAgent(record: unknown): SharedAgent | undefined {
  if (record === undefined) return undefined;
  const { certificatePem, replaced, lastSeenMs, ...rest } = record as Packed;
  return {
    ...rest,
    lastSeenMs,
    certificate: readCertificate(certificatePem),
    ...(replaced && {
      replaced: {
        certificate: readCertificate(replaced.certificatePem),
        untilMs: replaced.untilMs,
      },
    }),
  };
}

function readCertificate(text: string): Certificate {
  return parseCertificate(readPem('CERTIFICATE', text)[0] ?? new Uint8Array());
}

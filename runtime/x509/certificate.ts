/**
 * A certificate as the lab sees it, read from DER. The structures are real in every mode; only the
 * signature bytes differ between real RSA and the stand-in, and nothing in this file looks at
 * those.
 */
import { createHash } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  Certificate as CertificateAsn,
  ExtendedKeyUsage,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_kp_clientAuth,
  id_kp_serverAuth,
  type Name,
  NameConstraints,
  SubjectAlternativeName,
  type TBSCertificate,
} from '@peculiar/asn1-x509';
import { AGENT_ID_EXTENSION } from '../../protocol/certificates.ts';
import { createRecent } from '../crypto/recent.ts';
import { LabError } from '../lab-error.ts';
import { COMMON_NAME, ORGANIZATION_NAME } from './object-ids.ts';
import { splitSigned } from './signed.ts';

export interface Certificate {
  readonly der: Uint8Array;
  /** Common name; empty if there is none. */
  readonly subject: string;
  /** Common name of the issuer. */
  readonly issuer: string;
  /** Lower-case hex, without leading zero bytes. */
  readonly serial: string;
  /** Whole seconds: X.509 has nothing finer. */
  readonly notBeforeMs: number;
  /** The last moment at which the certificate still holds. */
  readonly notAfterMs: number;
  readonly spki: Uint8Array;
  /** SHA-1 of `der`, upper-case hex, as Windows shows it. */
  readonly thumbprint: string;
  readonly dnsNames: readonly string[];
  /** GUID from the agent extension, in agent certificates only. */
  readonly agentId?: string;
  /** Basic constraints: may sign other certificates. */
  readonly authority: boolean;
  /** What its owner may be in a handshake, where that is limited; server before client. */
  readonly usage?: 'server' | 'client';
  /** O of the subject; empty if there is none. */
  readonly organization: string;
  /** Permitted dNSName subtrees; present if the certificate has name constraints at all. */
  readonly permittedDnsNames?: readonly string[];
}

/**
 * The same bytes give the same object: every handshake brings them again. @throws LabError
 * `CERTIFICATE_MALFORMED`
 */
export const parseCertificate: (der: Uint8Array) => Certificate = createRecent((bytes) => {
  const der = Uint8Array.from(bytes);
  try {
    splitSigned(der);
    return readCertificate(der, AsnConvert.parse(der, CertificateAsn).tbsCertificate);
  } catch (cause) {
    throw new LabError(
      'CERTIFICATE_MALFORMED',
      `expected one X.509 certificate in DER form, got ${der.length} bytes that are not one`,
      { cause },
    );
  }
});

function readCertificate(der: Uint8Array, tbs: TBSCertificate): Certificate {
  const agentId = readAgentId(extensionValue(tbs, AGENT_ID_EXTENSION));
  const usage = readUsage(extensionValue(tbs, id_ce_extKeyUsage));
  const permittedDnsNames = readPermittedNames(extensionValue(tbs, id_ce_nameConstraints));
  return {
    der,
    subject: attribute(tbs.subject, COMMON_NAME),
    issuer: attribute(tbs.issuer, COMMON_NAME),
    serial: Buffer.from(tbs.serialNumber)
      .toString('hex')
      .replace(/^(00)+(?=..)/, ''),
    notBeforeMs: tbs.validity.notBefore.getTime().getTime(),
    notAfterMs: tbs.validity.notAfter.getTime().getTime(),
    spki: new Uint8Array(AsnConvert.serialize(tbs.subjectPublicKeyInfo)),
    thumbprint: thumbprintOf(der),
    dnsNames: readDnsNames(extensionValue(tbs, id_ce_subjectAltName)),
    ...(agentId !== undefined && { agentId }),
    authority: readAuthority(extensionValue(tbs, id_ce_basicConstraints)),
    ...(usage && { usage }),
    organization: attribute(tbs.subject, ORGANIZATION_NAME),
    ...(permittedDnsNames && { permittedDnsNames }),
  };
}

export function thumbprintOf(der: Uint8Array): string {
  return createHash('sha1').update(der).digest('hex').toUpperCase();
}

/** `label` as in `-----BEGIN label-----`. */
export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The other way: the bodies of all blocks with that label, in order. */
export function readPem(label: string, text: string): readonly Uint8Array[] {
  const blocks = new RegExp(`-----BEGIN ${label}-----([^-]+)-----END ${label}-----`, 'g');
  return [...text.matchAll(blocks)].map(([, body = '']) => Buffer.from(body, 'base64'));
}

function extensionValue(tbs: TBSCertificate, id: string): ArrayBuffer | undefined {
  return tbs.extensions?.find((extension) => extension.extnID === id)?.extnValue.buffer;
}

function attribute(name: Name, type: string): string {
  const found = [...name].flatMap((set) => [...set]).find((pair) => pair.type === type);
  return found?.value.toString() ?? '';
}

function readDnsNames(value: ArrayBuffer | undefined): string[] {
  if (!value) return [];
  const names = AsnConvert.parse(value, SubjectAlternativeName);
  return [...names].flatMap((name) => (name.dNSName === undefined ? [] : [name.dNSName]));
}

function readAuthority(value: ArrayBuffer | undefined): boolean {
  return value !== undefined && AsnConvert.parse(value, BasicConstraints).cA;
}

function readUsage(value: ArrayBuffer | undefined): Certificate['usage'] {
  if (!value) return undefined;
  const purposes = [...AsnConvert.parse(value, ExtendedKeyUsage)];
  if (purposes.includes(id_kp_serverAuth)) return 'server';
  return purposes.includes(id_kp_clientAuth) ? 'client' : undefined;
}

function readPermittedNames(value: ArrayBuffer | undefined): string[] | undefined {
  if (!value) return undefined;
  const subtrees = AsnConvert.parse(value, NameConstraints).permittedSubtrees ?? [];
  return [...subtrees].flatMap(({ base }) => (base.dNSName === undefined ? [] : [base.dNSName]));
}

function readAgentId(value: ArrayBuffer | undefined): string | undefined {
  if (!value) return undefined;
  const bytes = Buffer.from(AsnConvert.parse(value, OctetString).buffer);
  return bytes.length === 16 ? guidFromBytes(bytes) : undefined;
}

/**
 * .NET writes the first three groups of a GUID in little-endian order and the rest as they read.
 */
function guidFromBytes(bytes: Buffer): string {
  const hex = dotNetOrder(bytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function guidBytes(guid: string): Buffer {
  return dotNetOrder(Buffer.from(guid.replaceAll('-', ''), 'hex'));
}

function dotNetOrder(bytes: Buffer): Buffer {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Buffer.from(order.map((at) => bytes.readUInt8(at)));
}

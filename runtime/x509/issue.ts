/**
 * Making certificates. The issuer's name is copied from its own certificate, byte for byte, because
 * chains are matched by that; the signature comes from the crypto port, so this works in every
 * mode.
 */
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AttributeTypeAndValue,
  AttributeValue,
  Certificate as CertificateAsn,
  Extensions,
  Name,
  RelativeDistinguishedName,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import type { Crypto, KeyPair } from '../ports.ts';
import { type Certificate, thumbprintOf } from './certificate.ts';
import { type Profile, permittedNames, renderExtensions, usageOf } from './extensions.ts';
import { LAB_ORGANIZATION } from './judge.ts';
import { COMMON_NAME, ORGANIZATION_NAME } from './object-ids.ts';
import { parsePublicKey, signatureAlgorithm, signBody } from './signed.ts';

export interface Issue {
  issuerKey: KeyPair;
  issuer: Certificate | 'self';
  /** Common name. */
  subject: string;
  spki: Uint8Array;
  /**
   * 1 to 20 bytes, the first one from 0x01 to 0x7f: the number is positive and has one form only.
   */
  serial: Uint8Array;
  notBeforeMs: number;
  notAfterMs: number;
  profile: Profile;
}

export async function issueCertificate(crypto: Crypto, issue: Issue): Promise<Certificate> {
  const algorithm = signatureAlgorithm(issue.issuerKey.spki);
  const subject = subjectName(issue);
  const body = new TBSCertificate({
    version: Version.v3,
    serialNumber: new Uint8Array(issue.serial).buffer,
    signature: algorithm,
    issuer: issue.issuer === 'self' ? subject : nameOf(issue.issuer),
    validity: new Validity({
      notBefore: wholeSeconds(issue.notBeforeMs),
      notAfter: wholeSeconds(issue.notAfterMs),
    }),
    subject,
    subjectPublicKeyInfo: parsePublicKey(issue.spki),
    extensions: new Extensions(renderExtensions(issue.profile, issue.spki, issue.issuerKey.spki)),
  });
  const signed = new CertificateAsn({
    tbsCertificate: body,
    signatureAlgorithm: algorithm,
    signatureValue: await signBody(crypto, issue.issuerKey, body),
  });
  const certificate = describe(new Uint8Array(AsnConvert.serialize(signed)), issue);
  names.set(certificate, subject);
  return certificate;
}

/**
 * What reading `der` would give, known without reading it: that costs as much as making it, and a
 * lab makes a dozen while somebody waits for its start.
 */
function describe(der: Uint8Array, issue: Issue): Certificate {
  const { subject, issuer, serial, spki, profile } = issue;
  const isAgent = profile.kind === 'agent';
  const permittedDnsNames = profile.kind === 'authority' ? permittedNames(profile) : undefined;
  const usage = usageOf(profile);
  return {
    der,
    subject,
    issuer: issuer === 'self' ? subject : issuer.subject,
    serial: Buffer.from(serial).toString('hex'),
    notBeforeMs: wholeSeconds(issue.notBeforeMs).getTime(),
    notAfterMs: wholeSeconds(issue.notAfterMs).getTime(),
    spki,
    thumbprint: thumbprintOf(der),
    dnsNames: profile.kind === 'server' ? profile.dnsNames : [],
    ...(isAgent && { agentId: profile.agentId }),
    authority: profile.kind === 'authority',
    ...(usage && { usage }),
    organization: isAgent ? '' : LAB_ORGANIZATION,
    ...(permittedDnsNames && { permittedDnsNames }),
  };
}

/** Agents carry the tenant alone, as the real ones do; everything else names the lab. */
function subjectName({ subject, profile }: Issue): Name {
  const commonName = nameSet(COMMON_NAME, subject);
  if (profile.kind === 'agent') return new Name([commonName]);
  return new Name([nameSet(ORGANIZATION_NAME, LAB_ORGANIZATION), commonName]);
}

function nameSet(type: string, text: string): RelativeDistinguishedName {
  const value = new AttributeValue({ utf8String: text });
  return new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value })]);
}

/**
 * An authority signs many; reading its name out of its certificate costs as much as signing one.
 */
const names = new WeakMap<Certificate, Name>();

function nameOf(certificate: Certificate): Name {
  const known = names.get(certificate);
  if (known) return known;
  const name = AsnConvert.parse(certificate.der, CertificateAsn).tbsCertificate.subject;
  names.set(certificate, name);
  return name;
}

function wholeSeconds(atMs: number): Date {
  return new Date(Math.floor(atMs / 1000) * 1000);
}

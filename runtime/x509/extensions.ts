/**
 * What a certificate may be used for, as X.509 extensions: one list per profile. An authority of
 * the lab that a person may install is name-constrained, which is what keeps it harmless outside
 * the lab.
 */
import { createHash } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  Extension,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import { AGENT_ID_EXTENSION, AGENT_STATEMENT_EXTENSION } from '../../protocol/certificates.ts';
import { guidBytes } from './certificate.ts';
import { parsePublicKey } from './signed.ts';

export type Profile =
  /** `alsoNames`: what it may sign for beside lab names, where it is constrained at all. */
  | { kind: 'authority'; nameConstraints: boolean; alsoNames?: readonly string[] }
  /**
   * `localhost` among the names adds the address 127.0.0.1. `usage` other than `server`: one that
   * was issued for the wrong purpose.
   */
  | { kind: 'server'; dnsNames: readonly string[]; usage?: 'server' | 'client' }
  | { kind: 'agent'; agentId: string };

export function renderExtensions(
  profile: Profile,
  spki: Uint8Array,
  issuerSpki: Uint8Array,
): Extension[] {
  const issuerId = new KeyIdentifier(keyIdentifier(issuerSpki));
  return [
    ...renderProfile(profile),
    extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(spki))),
    extension(
      id_ce_authorityKeyIdentifier,
      new AuthorityKeyIdentifier({ keyIdentifier: issuerId }),
    ),
  ];
}

function renderProfile(profile: Profile): Extension[] {
  switch (profile.kind) {
    case 'authority': {
      const permitted = permittedNames(profile);
      return [
        critical(id_ce_basicConstraints, new BasicConstraints({ cA: true })),
        critical(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign)),
        ...(permitted ? [critical(id_ce_nameConstraints, namesOnly(permitted))] : []),
      ];
    }
    case 'server':
      return [
        critical(id_ce_basicConstraints, new BasicConstraints()),
        critical(
          id_ce_keyUsage,
          new KeyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment),
        ),
        extension(id_ce_extKeyUsage, new ExtendedKeyUsage([PURPOSES[profile.usage ?? 'server']])),
        extension(id_ce_subjectAltName, alternativeNames(profile.dnsNames)),
      ];
    case 'agent':
      return [
        ...renderAgentUsage(),
        extension(AGENT_ID_EXTENSION, new OctetString(guidBytes(profile.agentId))),
        extension(AGENT_STATEMENT_EXTENSION, new OctetString(STATEMENT)),
      ];
  }
}

const PURPOSES = { server: id_kp_serverAuth, client: id_kp_clientAuth } as const;

/** Undefined: its owner may be either. */
export function usageOf(profile: Profile): 'server' | 'client' | undefined {
  if (profile.kind === 'authority') return undefined;
  return profile.kind === 'agent' ? 'client' : (profile.usage ?? 'server');
}

/** What an agent asks for in its signing request and gets in its certificate (fact sheet 3.4). */
export function renderAgentUsage(): Extension[] {
  const { digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment } = KeyUsageFlags;
  const usage = digitalSignature | nonRepudiation | keyEncipherment | dataEncipherment;
  return [
    critical(id_ce_keyUsage, new KeyUsage(usage)),
    critical(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_clientAuth])),
  ];
}

/** SHA-1 of the public key's bits: method 1 of RFC 5280, 4.2.1.2. */
function keyIdentifier(spki: Uint8Array): Uint8Array {
  const { subjectPublicKey } = parsePublicKey(spki);
  return createHash('sha1').update(new Uint8Array(subjectPublicKey)).digest();
}

const STATEMENT = Buffer.from('pta-lab: no registration server stands behind this');

/** Undefined: it may sign for any name. */
export function permittedNames({
  nameConstraints,
  alsoNames = [],
}: Extract<Profile, { kind: 'authority' }>): string[] | undefined {
  return nameConstraints ? ['localhost', ...alsoNames] : undefined;
}

function namesOnly(dnsNames: readonly string[]): NameConstraints {
  const permitted = [
    ...dnsNames.map((dNSName) => new GeneralName({ dNSName })),
    new GeneralName({ iPAddress: '127.0.0.0/8' }),
    new GeneralName({ iPAddress: '::1/128' }),
  ];
  const subtrees = permitted.map((base) => new GeneralSubtree({ base }));
  return new NameConstraints({ permittedSubtrees: new GeneralSubtrees(subtrees) });
}

function alternativeNames(dnsNames: readonly string[]): SubjectAlternativeName {
  const names = dnsNames.map((dNSName) => new GeneralName({ dNSName }));
  if (dnsNames.includes('localhost')) names.push(new GeneralName({ iPAddress: '127.0.0.1' }));
  return new SubjectAlternativeName(names);
}

function critical(extnID: string, value: object): Extension {
  return new Extension({ ...extension(extnID, value), critical: true });
}

function extension(extnID: string, value: object): Extension {
  const extnValue = new OctetString(AsnConvert.serialize(value));
  return new Extension({ extnID, extnValue });
}

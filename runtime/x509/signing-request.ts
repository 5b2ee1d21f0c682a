/**
 * PKCS#10 signing requests: what an agent sends to be certified. The subject is empty, because the
 * cloud decides it (fact sheet 3.4). A request is judged before anything in it is believed.
 */
import { Attributes, CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Attribute, Extensions, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import type { Crypto, KeyPair } from '../ports.ts';
import { renderAgentUsage } from './extensions.ts';
import { EC_PUBLIC_KEY, EXTENSION_REQUEST, RSA_ENCRYPTION } from './object-ids.ts';
import { element, signatureAlgorithm, signBody, splitSigned } from './signed.ts';

export type SigningRequest =
  | { ok: true; spki: Uint8Array }
  | { ok: false; reason: 'malformed' | 'bad-signature' | 'not-rsa-2048' };

/** DER. */
export async function createSigningRequest(crypto: Crypto, key: KeyPair): Promise<Uint8Array> {
  const extensions = AsnConvert.serialize(new Extensions(renderAgentUsage()));
  const body = new CertificationRequestInfo({
    subjectPKInfo: AsnConvert.parse(key.spki, SubjectPublicKeyInfo),
    attributes: new Attributes([new Attribute({ type: EXTENSION_REQUEST, values: [extensions] })]),
  });
  const request = new CertificationRequest({
    certificationRequestInfo: body,
    signatureAlgorithm: signatureAlgorithm(key.spki),
    signature: await signBody(crypto, key, body),
  });
  return new Uint8Array(AsnConvert.serialize(request));
}

export async function readSigningRequest(crypto: Crypto, der: Uint8Array): Promise<SigningRequest> {
  const request = parseRequest(der);
  if (!request) return { ok: false, reason: 'malformed' };
  // Agents have RSA keys, except where the lab itself took others for the sake of speed.
  const isTaken = request.modulusBits === 2048 || (crypto.kind === 'fast' && request.isP256);
  if (!isTaken) return { ok: false, reason: 'not-rsa-2048' };
  const signed = await crypto.verify(request.spki, request.body, request.signature);
  return signed ? { ok: true, spki: request.spki } : { ok: false, reason: 'bad-signature' };
}

function parseRequest(der: Uint8Array) {
  try {
    const key = AsnConvert.parse(der, CertificationRequest).certificationRequestInfo.subjectPKInfo;
    const spki = new Uint8Array(AsnConvert.serialize(key));
    const isP256 = key.algorithm.algorithm === EC_PUBLIC_KEY;
    return { spki, isP256, modulusBits: modulusBits(key), ...splitSigned(der) };
  } catch {
    // Whatever is wrong with bytes from the wire, the one answer is that they are not a request.
    return undefined;
  }
}

/** 0 for keys that are not RSA. */
function modulusBits({ algorithm, subjectPublicKey }: SubjectPublicKeyInfo): number {
  if (algorithm.algorithm !== RSA_ENCRYPTION) return 0;
  const key = Buffer.from(subjectPublicKey);
  const { from, to } = element(key, element(key, 0, key.length).from, key.length);
  return BigInt(`0x${key.toString('hex', from, to)}`).toString(2).length;
}

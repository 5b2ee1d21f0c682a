/**
 * Object identifiers that the ASN.1 library has no name for: those of X.520, PKCS#1, PKCS#9 and
 * RFC 5758. The agents' own extensions are facts of the service: `protocol/certificates.ts`.
 */
export const COMMON_NAME = '2.5.4.3';
export const ORGANIZATION_NAME = '2.5.4.10';

export const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
export const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
export const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
export const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
export const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

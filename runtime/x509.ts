/**
 * X.509 for everybody outside this folder. All of it works the same for real RSA, real EC and the
 * stand-in: the structures are real DER, and signatures come from the `Crypto` port.
 */
export { type Certificate, parseCertificate, pem, readPem } from './x509/certificate.ts';
export type { Profile } from './x509/extensions.ts';
export { type Issue, issueCertificate } from './x509/issue.ts';
export {
  isLabAuthority,
  judgeChain,
  judgeServer,
  LAB_ORGANIZATION,
  REGISTRATION_AUTHORITY,
} from './x509/judge.ts';
export { issueSelfSigned } from './x509/self-signed.ts';
export {
  createSigningRequest,
  readSigningRequest,
  type SigningRequest,
} from './x509/signing-request.ts';

/**
 * The certificates this machine trusts anyway, as one PEM text: programs that take a bundle take it
 * instead of their own, so the lab's CA alone would make them distrust everybody else.
 */
import { existsSync, readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/** Where Debian, Red Hat, SUSE, Alpine and macOS keep them. */
const FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Where none of the files is there, the roots that Node brings along. */
export function readSystemRoots(files: readonly string[] = FILES): string {
  const file = files.find((candidate) => existsSync(candidate));
  return file === undefined ? rootCertificates.join('\n') : readFileSync(file, 'utf8').trimEnd();
}

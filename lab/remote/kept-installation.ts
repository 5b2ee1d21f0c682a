/**
 * An installation that outlives its process: id, certificates and private keys in one file that
 * only its owner can read. Another agent's name or tenant in it is a mistake of whoever starts it,
 * and is refused.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { HeldKey, Installation } from '../../agent/installation.ts';
import type { LiveCrypto } from '../../runtime/crypto/rsa.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { writeWhole } from '../../runtime/live/write-whole.ts';
import { parseCertificate, pem, readPem } from '../../runtime/x509.ts';

const FILE = 'installation.json';

interface Kept {
  tenantId: string;
  machineName: string;
  agentId: string;
  version: string;
  /** PEM: the private key and its certificate, the current one first. */
  held: readonly { key: string; certificate: string }[];
}

export interface Owner {
  tenantId: string;
  machineName: string;
}

/**
 * Undefined where nothing is kept yet.
 *
 * @throws LabError `USAGE_STATE` if the file is another agent's, or damaged.
 */
export function loadInstallation(
  crypto: LiveCrypto,
  stateDir: string,
  { tenantId, machineName }: Owner,
): Installation | undefined {
  const file = path.join(stateDir, FILE);
  const kept = readKept(file);
  if (kept === undefined) return undefined;
  if (kept.tenantId !== tenantId || kept.machineName !== machineName) {
    const whose = `${kept.machineName} of the tenant ${kept.tenantId}`;
    throw new LabError(
      'USAGE_STATE',
      `--state-dir: expected what ${machineName} of the tenant ${tenantId} keeps in ${file}, got ` +
        `that of ${whose}; name another folder, or move the file away to register anew`,
    );
  }
  const { agentId, version } = kept;
  const [current, ...older] = kept.held.map(({ key, certificate }) =>
    readHeld(crypto, file, key, certificate),
  );
  if (current === undefined) return damaged(file);
  return { agentId, machineName, version, held: [current, ...older] };
}

/** Whole or not at all: a process that is killed meanwhile leaves what was there before. */
export function keepInstallation(
  crypto: LiveCrypto,
  stateDir: string,
  tenantId: string,
  installation: Installation,
): void {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const file = path.join(stateDir, FILE);
  const { agentId, machineName, version, held } = installation;
  const kept: Kept = {
    ...{ tenantId, machineName, agentId, version },
    held: held.map(({ key, certificate }) => ({
      key: crypto.privatePem(key),
      certificate: pem('CERTIFICATE', certificate.der),
    })),
  };
  writeWhole(file, `${JSON.stringify(kept, null, 2)}\n`);
}

function readKept(file: string): Kept | undefined {
  try {
    const kept: Partial<Kept> = JSON.parse(readFileSync(file, 'utf8'));
    const { tenantId, machineName, agentId, version, held } = kept;
    if (!tenantId || !machineName || !agentId || !version || !Array.isArray(held)) damaged(file);
    return { tenantId, machineName, agentId, version, held };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error instanceof SyntaxError ? damaged(file) : error;
  }
}

function readHeld(crypto: LiveCrypto, file: string, key: string, certificate: string): HeldKey {
  const [der] = readPem('CERTIFICATE', certificate);
  if (der === undefined) return damaged(file);
  return { key: crypto.importKey('kept', key), certificate: parseCertificate(der) };
}

function damaged(file: string): never {
  const sentence = `--state-dir: expected the installation of an agent in ${file}, got something else`;
  throw new LabError('USAGE_STATE', `${sentence}; move it away to register anew`);
}

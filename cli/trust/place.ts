/**
 * This machine, as `pta-lab trust` looks at it, and the lab's CA, which it judges before all else.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { CA_FILE, loadOrCreateAuthority } from '../../runtime/live/ca-store.ts';
import { entropy } from '../../runtime/live/entropy.ts';
import { type Certificate, isLabAuthority, parseCertificate, readPem } from '../../runtime/x509.ts';
import { trustFolder } from './record.ts';
import type { TrustPlace } from './targets/target.ts';

const ANSWER_MS = 10_000;

export function lookAround(stateDir: string): TrustPlace {
  return {
    caFile: path.resolve(stateDir, CA_FILE),
    folder: trustFolder(stateDir),
    home: os.homedir(),
    platform: process.platform,
    find: findProgram,
    ask(program, args) {
      const answer = spawnSync(program, args, { encoding: 'utf8', timeout: ANSWER_MS });
      return answer.status === 0 ? `${answer.stdout}${answer.stderr}` : undefined;
    },
    exists: existsSync,
    list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
  };
}

function findProgram(program: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, program))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes the lab's CA if there is none yet.
 * @throws LabError `TRUST_REFUSED` unless it can sign for lab names only, `STATE_UNREADABLE`
 */
export async function readyAuthority(stateDir: string): Promise<Certificate> {
  const file = path.join(stateDir, CA_FILE);
  if (!existsSync(file)) {
    await loadOrCreateAuthority(createRsaCrypto(), stateDir, Date.now(), entropy);
  }
  return judgeAuthority(file, readFileSync(file, 'utf8'));
}

/** @throws LabError `TRUST_REFUSED` */
function judgeAuthority(file: string, pemText: string): Certificate {
  const found = readPem('CERTIFICATE', pemText);
  const [only] = found.length === 1 && !pemText.includes('PRIVATE KEY') ? found : [];
  const certificate = parseCertificate(only ?? refuse(file));
  // Registration's own CA is the lab's too, but nothing limits what it signs.
  if (!isLabAuthority(certificate) || !certificate.permittedDnsNames?.length) refuse(file);
  return certificate;
}

function refuse(file: string): never {
  throw new LabError(
    'TRUST_REFUSED',
    `expected in ${file} the lab's CA alone, limited to lab names, got something else: trusting it ` +
      'could let somebody stand in for any server, so nothing was done',
  );
}

/**
 * The lab's own CA, kept under the state folder so that a person trusts it once. `ca-key.pem` holds
 * the private key and the certificate in one file, because two files could end up from two runs
 * that started at once; `ca.pem` is the public copy, written again whenever it differs.
 */

import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS } from '../../protocol/time-units.ts';
import { type Authority, createAuthority } from '../certificate-authority.ts';
import type { LiveCrypto } from '../crypto/rsa.ts';
import { LabError } from '../lab-error.ts';
import type { Dice, KeyPair } from '../ports.ts';
import { type Certificate, isLabAuthority, parseCertificate, pem, readPem } from '../x509.ts';

export const LAB_AUTHORITY = 'pta-lab CA';
export const CA_FILE = 'ca.pem';
export const CA_KEY_FILE = 'ca-key.pem';

const LIFETIME_MS = 3650 * DAY_MS;
/** Closer to its end than this, the CA is replaced. */
const REMAINING_MS_MIN = 30 * DAY_MS;

interface Stored {
  key: KeyPair;
  certificate: Certificate;
}

/**
 * `entropy` must not be seeded: the CA outlives the run, and a serial number may be given out only
 * once.
 * @throws LabError `STATE_UNREADABLE`
 */
export async function loadOrCreateAuthority(
  crypto: LiveCrypto,
  stateDir: string,
  nowMs: number,
  entropy: Pick<Dice, 'bytes'>,
): Promise<Authority> {
  const options = {
    name: LAB_AUTHORITY,
    nowMs,
    dice: entropy,
    lifetimeMs: LIFETIME_MS,
    nameConstraints: true,
    // It outlives the run, and signs in RS256 whatever crypto that run has.
    algorithm: 'rsa-2048' as const,
  };
  const stored = await inState(stateDir, async () => {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
    const file = join(stateDir, CA_KEY_FILE);
    const found = await load(crypto, file);
    if (found && found.certificate.notAfterMs - nowMs >= REMAINING_MS_MIN) return found;
    const made = await createAuthority(crypto, options);
    const text = crypto.privatePem(made.key) + pem('CERTIFICATE', made.certificate.der);
    await (found ? replaceFile : addFile)(file, text, 0o600);
    // Read back, because another run may have been first: then its CA is the lab's.
    return (await load(crypto, file)) ?? damaged(file, 'nothing');
  });
  await inState(stateDir, () => publish(join(stateDir, CA_FILE), stored.certificate));
  return createAuthority(crypto, { ...options, stored });
}

async function load(crypto: LiveCrypto, file: string): Promise<Stored | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  const stored = readStored(crypto, file, text);
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  return stored;
}

function readStored(crypto: LiveCrypto, file: string, text: string): Stored {
  const key = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.exec(text)?.[0];
  const [der] = readPem('CERTIFICATE', text);
  if (!key || !der) damaged(file, 'something else');
  const stored = decode(crypto, file, key, der);
  if (!isLabAuthority(stored.certificate)) damaged(file, 'a certificate that no lab made');
  if (Buffer.compare(stored.key.spki, stored.certificate.spki) !== 0) {
    damaged(file, 'a key and a certificate that do not belong together');
  }
  return stored;
}

function decode(crypto: LiveCrypto, file: string, key: string, der: Uint8Array): Stored {
  try {
    return {
      key: crypto.importKey(LAB_AUTHORITY, key),
      certificate: parseCertificate(der),
    };
  } catch (cause) {
    damaged(file, 'text that cannot be decoded', cause);
  }
}

async function publish(file: string, certificate: Certificate): Promise<void> {
  const text = pem('CERTIFICATE', certificate.der);
  if ((await readIfThere(file)) !== text) await replaceFile(file, text, 0o644);
}

function replaceFile(file: string, text: string, mode: number): Promise<void> {
  return writeThenPlace(file, text, mode, (draft) => rename(draft, file));
}

/**
 * A link, unlike a rename, leaves a file that is already there. Where a file system has no links,
 * the last of two runs that start at once wins.
 */
function addFile(file: string, text: string, mode: number): Promise<void> {
  return writeThenPlace(file, text, mode, (draft) =>
    link(draft, file).catch((error) => (error.code === 'EEXIST' ? undefined : rename(draft, file))),
  );
}

/** Either the whole text arrives at its place or nothing does. */
async function writeThenPlace(
  file: string,
  text: string,
  mode: number,
  place: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode, flag: 'wx' });
    await place(draft);
  } finally {
    await rm(draft, { force: true });
  }
}

function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function inState<T>(stateDir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw new LabError(
      'STATE_UNREADABLE',
      `expected a folder for the lab's CA that can be read and written at ${stateDir}, got ` +
        `"${cause.message}"; make it accessible or name another state folder`,
      { cause },
    );
  }
}

function damaged(file: string, found: string, cause?: unknown): never {
  throw new LabError(
    'STATE_UNREADABLE',
    `expected the private key and certificate of the lab's CA in ${file}, got ${found}; move the ` +
      'file away and the lab makes a new CA, which then has to be trusted again',
    { cause },
  );
}

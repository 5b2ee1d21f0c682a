/** The stored CA on a real folder: stable, private, whole, and clear about what is wrong. */

import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DAY_MS } from '../../protocol/time-units.ts';
import { createRsaCrypto } from '../crypto/rsa.ts';
import { loadOrCreateAuthority } from './ca-store.ts';

const NOW_MS = Date.UTC(2026, 0, 15, 12);
const entropy = { bytes: (length: number) => randomBytes(length) };
const crypto = createRsaCrypto();

function load(stateDir: string, nowMs = NOW_MS) {
  return loadOrCreateAuthority(crypto, stateDir, nowMs, entropy);
}

/** A folder of its own for each test; the state folder is one below it that does not exist yet. */
async function freshState() {
  const root = await mkdtemp(join(tmpdir(), 'pta-lab-ca-'));
  const state = join(root, 'state');
  return { state, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

test('the second run finds the CA of the first and can sign with it', async () => {
  await using folder = await freshState();
  const first = await load(folder.state);
  const second = await load(folder.state);
  expect(second.certificate.der).toEqual(first.certificate.der);
  const { chain } = await second.issueServer(['localhost'], NOW_MS);
  expect(chain.map(({ subject }) => subject)).toEqual(['localhost', 'pta-lab CA']);
  expect(first.certificate.permittedDnsNames).toEqual(['localhost']);
});

test('folder and key are for their owner only, nothing else is left behind', async () => {
  await using folder = await freshState();
  await load(folder.state);
  expect(await modeOf(folder.state)).toBe('700');
  expect(await modeOf(join(folder.state, 'ca-key.pem'))).toBe('600');
  expect(await modeOf(join(folder.state, 'ca.pem'))).toBe('644');
  expect((await readdir(folder.state)).sort()).toEqual(['ca-key.pem', 'ca.pem']);
});

test('a key that others can read is closed again', async () => {
  await using folder = await freshState();
  await load(folder.state);
  await chmod(join(folder.state, 'ca-key.pem'), 0o644);
  await load(folder.state);
  expect(await modeOf(join(folder.state, 'ca-key.pem'))).toBe('600');
});

test('ca.pem holds the certificate and no key, and is written again when it is lost or changed', async () => {
  await using folder = await freshState();
  const { certificate } = await load(folder.state);
  const file = join(folder.state, 'ca.pem');
  const text = await readFile(file, 'utf8');
  expect(text).toContain(Buffer.from(certificate.der).toString('base64').slice(0, 64));
  expect(text).not.toContain('PRIVATE');
  await writeFile(file, 'something else');
  await load(folder.state);
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('runs that start at the same time end up with one CA', async () => {
  await using folder = await freshState();
  const all = await Promise.all(Array.from({ length: 6 }, () => load(folder.state)));
  expect(new Set(all.map(({ certificate }) => certificate.thumbprint)).size).toBe(1);
  expect((await readdir(folder.state)).sort()).toEqual(['ca-key.pem', 'ca.pem']);
});

test('with 30 days left the CA stays, with less it is replaced', async () => {
  await using folder = await freshState();
  const first = await load(folder.state);
  const lastMs = first.certificate.notAfterMs - 30 * DAY_MS;
  expect((await load(folder.state, lastMs)).certificate.der).toEqual(first.certificate.der);
  const next = await load(folder.state, lastMs + 1);
  expect(next.certificate.thumbprint).not.toBe(first.certificate.thumbprint);
  expect((await load(folder.state, lastMs + 1)).certificate.der).toEqual(next.certificate.der);
});

test('a state folder that is a file is one clear sentence', async () => {
  await using folder = await freshState();
  await writeFile(folder.state, '');
  await expect(load(folder.state)).rejects.toMatchObject({
    code: 'STATE_UNREADABLE',
    message: expect.stringMatching(
      /^expected a folder for the lab's CA .+ at .+, got ".+"; make it accessible or .+$/,
    ),
  });
});

test('a key file that cannot be read is left as it is', async () => {
  await using folder = await freshState();
  await mkdir(join(folder.state, 'ca-key.pem'), { recursive: true });
  await expect(load(folder.state)).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  expect(await readdir(folder.state)).toEqual(['ca-key.pem']);
});

test('damaged contents are named, shown to nobody, and left as they are', async () => {
  await using folder = await freshState();
  await load(folder.state);
  const file = join(folder.state, 'ca-key.pem');
  const good = await readFile(file, 'utf8');
  await using elsewhere = await freshState();
  await load(elsewhere.state);
  const other = await readFile(join(elsewhere.state, 'ca-key.pem'), 'utf8');
  const keyOf = (text: string) => text.slice(0, text.indexOf('-----BEGIN CERTIFICATE'));
  const damages = {
    'something else': good.slice(0, 900),
    'text that cannot be decoded': good.replace(/MII/g, 'AAA'),
    'a key and a certificate that do not belong together': good.replace(keyOf(good), keyOf(other)),
  };
  for (const [found, text] of Object.entries(damages)) {
    await writeFile(file, text);
    const failure = await load(folder.state).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'STATE_UNREADABLE' });
    expect(String(failure)).toContain(`got ${found}; move the file away`);
    expect(String(failure)).not.toContain(good.split('\n')[1]);
    expect(await readFile(file, 'utf8')).toBe(text);
  }
});

/** `trust` and `untrust` on this machine, with a home folder of their own. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAuthority } from '../runtime/certificate-authority.ts';
import { createRsaCrypto } from '../runtime/crypto/rsa.ts';
import { pem } from '../runtime/x509.ts';
import { needs } from '../test/needs.ts';
import { proves } from '../test/parity/proves.ts';
import { createDesk, type Desk } from './spawn-program.ts';

let desk: Desk;
let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-home-'));
  desk = createDesk({ HOME: home });
});
afterEach(async () => {
  await desk[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

const inState = (...names: string[]) => path.join(desk.folder, '.pta-lab', ...names);
const listing = (folder: string) => readdirSync(folder, { recursive: true }).sort();

test(proves('stand-in.trust', 'without --install it shows, and does nothing'), async () => {
  const { code, stdout } = await desk.run('trust');
  expect(code).toBe(0);
  expect(stdout).toContain('set NODE_EXTRA_CA_CERTS=');
  expect([...listing(desk.folder), ...listing(home)]).toEqual([]);
});

needs('certutil', 'java')(
  proves('stand-in.trust', 'what --install put everywhere untrust takes out, and nothing else'),
  async () => {
    writeFileSync(path.join(home, '.profile'), 'export MINE=1');
    expect((await desk.run('trust', '--install')).code).toBe(0);

    const caFile = readFileSync(inState('ca.pem'), 'utf8');
    expect(readFileSync(inState('trust', 'python.pem'), 'utf8')).toContain(caFile);
    expect(ask('certutil', '-L', '-d', `sql:${home}/.pki/nssdb`)).toContain('pta-lab CA');
    const keytool = ['-list', '-storepass', 'changeit', '-alias', 'pta-lab', '-keystore'];
    expect(ask('keytool', ...keytool, inState('trust', 'java-cacerts'))).toContain('trustedCert');
    const shell = ask('sh', '-c', `. ${home}/.profile; echo $MINE $NODE_EXTRA_CA_CERTS`);
    expect(shell.trim()).toBe(`1 ${inState('ca.pem')}`);
    for (const file of listing(desk.folder).map(String)) {
      if (file.endsWith('ca-key.pem') || !/\.(pem|json|sh)$/.test(file)) continue;
      expect(readFileSync(path.join(desk.folder, file), 'utf8')).not.toContain('PRIVATE KEY');
    }

    expect((await desk.run('untrust')).code).toBe(0);
    expect(listing(home)).toEqual(['.profile']);
    expect(readFileSync(path.join(home, '.profile'), 'utf8')).toBe('export MINE=1');
    expect(listing(inState()).sort()).toEqual(['ca-key.pem', 'ca.pem']);
  },
);

needs('certutil')('a database that the browser filled since stays, without our entry', async () => {
  const database = path.join(home, '.pki', 'nssdb');
  const other = await selfSigned('Somebody else', true);
  writeFileSync(path.join(desk.folder, 'other.pem'), other);
  await desk.run('trust', '--install', 'browsers');
  const at = ['-d', `sql:${database}`];
  ask(
    'certutil',
    '-A',
    ...at,
    '-n',
    'mine',
    '-t',
    'C,,',
    '-i',
    path.join(desk.folder, 'other.pem'),
  );
  await desk.run('untrust');
  const left = ask('certutil', '-L', ...at);
  expect(left).toContain('mine');
  expect(left).not.toContain('pta-lab CA');
});

test('installing twice leaves one trace, and untrust twice is no error', async () => {
  await desk.run('trust', '--install', 'node', 'curl');
  const once = listing(desk.folder);
  await desk.run('trust', '--install', 'node');
  expect(listing(desk.folder)).toEqual(once);
  const profile = readFileSync(path.join(home, '.profile'), 'utf8');
  expect(profile.match(/>>> pta-lab trust/g)).toHaveLength(1);
  await desk.run('untrust');
  expect(listing(home)).toEqual([]);
  const { code, stdout } = await desk.run('untrust');
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Nothing') });
});

test('a CA that could sign for any name is refused, and so is a file with a key in it', async () => {
  mkdirSync(inState());
  const forAnyName = await selfSigned('pta-lab CA', false);
  for (const text of [forAnyName, `${forAnyName}-----BEGIN PRIVATE KEY-----\n`, 'nothing']) {
    writeFileSync(inState('ca.pem'), text);
    const { code, stderr } = await desk.run('trust', '--install', 'node');
    expect(code).toBe(4);
    expect(stderr).toContain('limited to lab names');
    expect(existsSync(inState('trust.json'))).toBe(false);
    expect(listing(home)).toEqual([]);
  }
});

test('a record that names a file elsewhere removes nothing', async () => {
  await desk.run('trust', '--install', 'curl');
  const mine = desk.write('mine.txt', 'mine');
  const record = readFileSync(inState('trust.json'), 'utf8');
  writeFileSync(inState('trust.json'), record.replace(inState('trust', 'curl.pem'), mine));
  const { code, stderr } = await desk.run('untrust');
  expect(code).toBe(4);
  expect(stderr).toContain('the record was changed');
  expect(existsSync(mine)).toBe(true);
});

function ask(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args[0]}: ${stdout}${stderr}`);
  return stdout;
}

async function selfSigned(name: string, nameConstraints: boolean): Promise<string> {
  const dice = { bytes: (n: number) => new Uint8Array(randomBytes(n)) };
  const { certificate } = await createAuthority(createRsaCrypto(), {
    ...{ name, nameConstraints, dice },
    ...{ nowMs: Date.now(), lifetimeMs: 86_400_000, algorithm: 'ec-p256' },
  });
  return pem('CERTIFICATE', certificate.der);
}

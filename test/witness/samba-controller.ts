/**
 * A real Active Directory domain controller: Samba, provisioned into a folder of its own, with LDAP
 * as its only service. Its ports cannot be moved, so it gets a loopback address of its own instead.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { DirectoryAccount } from '../../directory/account.ts';
import { startAccountWriter } from '../../lab/outposts/controller/account-writer.ts';
import type { MirroredAccount } from '../../lab/outposts/outposts.ts';
import { renderMirrored } from '../../lab/premises/render-mirrored.ts';
import { judgedAccounts } from './judged-accounts.ts';

export interface SambaController extends AsyncDisposable {
  url: string;
  caFile: string;
  /** Of every account; `healthy` is `healthy@corp.contoso.example`. */
  password: string;
  domain: string;
}

const DOMAIN = 'corp.contoso.example';
const PASSWORD = 'Blue-Tram-42';
const THRESHOLD = 3;
/** Debian's own Python has Samba's modules; another one on PATH may not. */
const PYTHON = '/usr/bin/python3';
/** Where Debian puts it; that folder need not be on PATH. */
const SAMBA = '/usr/sbin/samba';
const PROVISION_LIMIT_MS = 90_000;
/** Whatever becomes of the test, nothing of it is left after that. */
const LIFETIME_SECONDS = '120';
const READY_LIMIT_MS = 20_000;

export async function startSamba(): Promise<SambaController> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-samba-'));
  const address = `127.${randomInt(64, 128)}.${randomInt(256)}.${randomInt(1, 255)}`;
  let samba: ChildProcess | undefined;
  const stop = async () => {
    if (samba && samba.exitCode === null && samba.signalCode === null) {
      const ended = once(samba, 'exit');
      samba.kill('SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const certificate = makeCertificate(folder, address);
    provision(folder);
    const conf = configure(folder, address, certificate);
    await writeAccounts(conf);
    samba = spawn(
      'timeout',
      [LIFETIME_SECONDS, SAMBA, '-F', '-M', 'single', '-s', conf, '--no-process-group'],
      { stdio: 'ignore' },
    );
    await untilListening(address);
    const url = `ldaps://${address}`;
    const disposed = { [Symbol.asyncDispose]: stop };
    return { url, caFile: certificate.file, password: PASSWORD, domain: DOMAIN, ...disposed };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** By the same means as in the container lab. */
async function writeAccounts(conf: string): Promise<void> {
  await using writer = startAccountWriter(conf);
  const minute = 60_000;
  const policy = { threshold: THRESHOLD, durationMs: minute, windowMs: minute };
  await writer.write({ do: 'policy', policy });
  await writer.write({ do: 'accounts', accounts: judgedAccounts(DOMAIN, PASSWORD).map(mirror) });
}

/** As the lab writes it into a real directory. */
function mirror(account: DirectoryAccount): MirroredAccount {
  return { ...renderMirrored(account, Date.now()), password: PASSWORD };
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'pipe', timeout: PROVISION_LIMIT_MS });
}

interface Certificate {
  file: string;
  keyFile: string;
}

function makeCertificate(folder: string, address: string): Certificate {
  const certificate = {
    file: path.join(folder, 'cert.pem'),
    keyFile: path.join(folder, 'key.pem'),
  };
  run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=dc-9'],
    ...['-addext', `subjectAltName=IP:${address}`],
    ...['-keyout', certificate.keyFile, '-out', certificate.file],
  ]);
  return certificate;
}

function provision(folder: string): void {
  run(PYTHON, [
    ...['/usr/bin/samba-tool', 'domain', 'provision', '--server-role=dc', '--dns-backend=NONE'],
    ...[`--realm=${DOMAIN.toUpperCase()}`, '--domain=CORP', `--adminpass=Admin-${PASSWORD}`],
    ...[`--targetdir=${path.join(folder, 'dc')}`, '--host-name=dc-9', '--host-ip=127.0.0.1'],
  ]);
}

/** Everything it writes stays in the folder, and it listens on that one address. */
function configure(folder: string, address: string, { file, keyFile }: Certificate): string {
  for (const name of ['run', 'log', 'ncalrpc']) mkdirSync(path.join(folder, name));
  const own = [
    `interfaces = ${address}/8`,
    'bind interfaces only = yes',
    `pid directory = ${folder}/run`,
    `ncalrpc dir = ${folder}/ncalrpc`,
    `ntp signd socket directory = ${folder}/run/ntp`,
    `winbindd socket directory = ${folder}/run/winbind`,
    'usershare path =',
    `tls certfile = ${file}`,
    `tls keyfile = ${keyFile}`,
    `tls cafile = ${file}`,
  ];
  const provisioned = readFileSync(path.join(folder, 'dc/etc/smb.conf'), 'utf8');
  const conf = path.join(folder, 'smb.conf');
  const text = provisioned
    .replace(/server services = .*/, 'server services = ldap')
    .replace(/log file = .*/, `log file = ${folder}/log/log.%m`)
    .replace('[global]', `[global]\n\t${own.join('\n\t')}`);
  writeFileSync(conf, text);
  return conf;
}

const TRY_EVERY_MS = 100;

async function untilListening(host: string): Promise<void> {
  const dueMs = Date.now() + READY_LIMIT_MS;
  while (!(await answers(host))) {
    if (Date.now() > dueMs) throw new Error(`expected Samba to listen on ${host}:636`);
    await new Promise((resolve) => {
      setTimeout(resolve, TRY_EVERY_MS);
    });
  }
}

function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 636 });
    const settle = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

/**
 * Makes this container a controller: of a new domain, or of one that it joins and copies. Whatever
 * an earlier run left goes first. No extended attributes of the file system are used: they would
 * take a privilege (CAP_SYS_ADMIN), and nobody reads files here.
 */
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { ControllerStart } from '../link/messages.ts';
import { awaitLdaps } from './await-ldaps.ts';
import { notProvisioned, runSambaTool, SAMBA_TOOL } from './run-samba-tool.ts';

const CONF = '/etc/samba/smb.conf';
const KERBEROS_CONF = '/etc/krb5.conf';
const RESOLVER_CONF = '/etc/resolv.conf';
const KEYS = '/var/lib/samba/private/pta-lab-tls';
const LEFT_BEHIND = ['private', 'sysvol', 'bind-dns'].map((name) => `/var/lib/samba/${name}`);
/** Of a container, by Docker. */
const FORWARDER = '127.0.0.11';
const ANSWER_MS_MAX = 120_000;

type JoinAt = NonNullable<ControllerStart['joinAt']>;

/** Seconds; Active Directory itself waits 15 until it tells the others of a site. */
const NOTIFY_AFTER = 1;
const PULL_EVERY = 10;

/** @throws LabError `DIRECTORY_NOT_PROVISIONED` */
export async function foundDomain(start: ControllerStart): Promise<AsyncDisposable> {
  await forgetDomain();
  await mkdir('/var/lib/samba/private', { recursive: true, mode: 0o700 });
  const resolver = await readFile(RESOLVER_CONF, 'utf8');
  await writeFile(KERBEROS_CONF, renderKerberos(start));
  if (start.joinAt === undefined) await provision(start);
  else await join(start, start.joinAt);
  await writeFile(RESOLVER_CONF, renderResolver(start, resolver));
  await serveIdentity(start);
  // Without these names the controllers do not believe one another (Kerberos).
  await runSambaTool('/usr/sbin/samba_spnupdate', []);
  return {
    async [Symbol.asyncDispose]() {
      await writeFile(RESOLVER_CONF, resolver);
      await forgetDomain();
    },
  };
}

async function forgetDomain(): Promise<void> {
  for (const folder of LEFT_BEHIND) await rm(folder, { recursive: true, force: true });
  await rm(CONF, { force: true });
}

/** The administrator's password is nobody's: the lab's own is set afterwards, by a pipe. */
async function provision(start: ControllerStart): Promise<void> {
  await runSambaTool(SAMBA_TOOL, [
    ...['domain', 'provision', '--server-role=dc', '--dns-backend=SAMBA_INTERNAL'],
    ...[`--realm=${realmOf(start)}`, `--domain=${workgroupOf(start)}`],
    ...[`--host-name=${start.name}`, `--host-ip=${start.address}`],
    ...optionsOf(start),
  ]);
}

async function join(start: ControllerStart, at: JoinAt): Promise<void> {
  const { domain, joinPassword } = start;
  await untilListening(at.address);
  // Until then nobody else knows the domain, and a busy one may take its time.
  await writeFile(RESOLVER_CONF, `nameserver ${at.address}\noptions timeout:5 attempts:3\n`);
  const file = `/tmp/join-${randomUUID()}`;
  await writeFile(file, joinPassword, { mode: 0o600, flag: 'wx' });
  const arguments_ = [
    ...['domain', 'join', domain, 'DC', '--dns-backend=SAMBA_INTERNAL'],
    // Named, because the directory lists its first controller even when that is gone.
    ...[`--server=${at.name}.${domain}`],
    ...[`--username=Administrator@${realmOf(start)}`, '--use-kerberos=required'],
    ...optionsOf(start),
  ];
  await runSambaTool(SAMBA_TOOL, arguments_, { PASSWD_FILE: file }).finally(() => rm(file));
}

function optionsOf({ name, address }: ControllerStart): readonly string[] {
  return [
    `netbios name=${name.toUpperCase()}`,
    `interfaces=lo ${address}/32`,
    `dns forwarder=${FORWARDER}`,
    'server services=rpc, ldap, cldap, kdc, drepl, kcc, dns',
    // For the relay before it. Samba takes the first port that is free, which all then are: so
    // those that the controllers call have ports of their own.
    'socket options=SO_REUSEPORT',
    ...[
      'rpc server port=49160',
      'rpc server port:drsuapi=49161',
      'rpc server port:dnsserver=49162',
    ],
    'vfs objects=dfs_samba4 acl_xattr xattr_tdb',
    `dreplsrv:notify_interval=${NOTIFY_AFTER}`,
    `dreplsrv:periodic_interval=${PULL_EVERY}`,
    'dreplsrv:periodic_startup_interval=1',
    'kccsrv:periodic_startup_interval=1',
  ].map((option) => `--option=${option}`);
}

/** Joining writes a configuration of its own and forgets some of what it was told. */
async function serveIdentity(start: ControllerStart): Promise<void> {
  const { identity, caPem } = start;
  await mkdir(KEYS, { recursive: true, mode: 0o700 });
  await writeFile(`${KEYS}/cert.pem`, identity.certificatePem);
  await writeFile(`${KEYS}/key.pem`, identity.keyPem, { mode: 0o600 });
  await chmod(`${KEYS}/key.pem`, 0o600);
  await writeFile(`${KEYS}/ca.pem`, caPem);
  const wanted = [
    ...optionsOf(start).map((option) => option.slice('--option='.length)),
    ...[`tls certfile=${KEYS}/cert.pem`, `tls keyfile=${KEYS}/key.pem`],
    `tls cafile=${KEYS}/ca.pem`,
  ];
  const conf = await readFile(CONF, 'utf8');
  await writeFile(CONF, conf.replace('[global]', ['[global]', ...wanted].join('\n\t')));
}

export function realmOf({ domain }: Pick<ControllerStart, 'domain'>): string {
  return domain.toUpperCase();
}

const NETBIOS_CHARS_MAX = 15;

/** As an administrator would call it: the first label. */
function workgroupOf({ domain }: ControllerStart): string {
  return (domain.split('.')[0] ?? domain).toUpperCase().slice(0, NETBIOS_CHARS_MAX);
}

/** Each asks those two, of which one lives, whoever has died since the domain was founded. */
function renderKerberos(start: ControllerStart): string {
  const realm = realmOf(start);
  const servers = [...(start.joinAt ? [start.joinAt.address] : []), start.address];
  const libdefaults = [`default_realm = ${realm}`, 'dns_lookup_kdc = true'];
  const own = [`${realm} = {`, ...servers.map((server) => `kdc = ${server}`), '}'];
  const settings = [...libdefaults, 'dns_lookup_realm = false', '[realms]', ...own];
  return ['[libdefaults]', ...settings, ''].join('\n');
}

/** Controllers find one another by the names that the directory itself keeps. */
function renderResolver({ address, joinAt }: ControllerStart, before: string): string {
  const others = [...before.matchAll(/^nameserver\s+(\S+)/gm)].map(([, server]) => server);
  const servers = [...new Set([joinAt?.address ?? address, address, ...others])].slice(0, 3);
  const lines = servers.map((server) => `nameserver ${server}`);
  return [...lines, 'options timeout:1 attempts:1', ''].join('\n');
}

async function untilListening(host: string): Promise<void> {
  if (await awaitLdaps(host, true, ANSWER_MS_MAX)) return;
  throw notProvisioned('joining', `nobody answers at the controller to join, ${host}`);
}

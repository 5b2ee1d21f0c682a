/**
 * Two controllers of Samba in containers of their own, told by the link as a lab tells them: a
 * domain, its replica, accounts, effects. What is asked of them goes over LDAPS by the lab's
 * client.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:tls';
import { GenericContainer } from 'testcontainers';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { commandControllers } from '../../lab/outposts/command-controllers.ts';
import { createAsking } from '../../lab/outposts/link/asking.ts';
import { startLink } from '../../lab/outposts/link/link.ts';
import { LINK_NAME, writeRunFolder } from '../../lab/outposts/link/run-folder.ts';
import type { MirroredAccount } from '../../lab/outposts/outposts.ts';
import { createRunAuthority } from '../../lab/worlds/run-authority.ts';
import type { ControllerEffect } from '../../protocol/effects.ts';
import { controllerHost } from '../../protocol/hosts.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { ERROR } from '../../protocol/win32.ts';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { ldapBind } from '../../runtime/live/ldap-client.ts';
import { Secret } from '../../runtime/secret.ts';
import { createUndoStack } from '../../runtime/undo.ts';
import { pem } from '../../runtime/x509.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';
import { BUILD_MS, buildImages } from './lab-images.ts';
import { ownLabels } from './run.ts';

const containerTest = needs('containers');
const isThere = spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;

const DOMAIN = 'contoso.example';
/** As in docker-compose.yml: Samba takes no more than these. */
const CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETUID', 'SETGID', 'KILL'] as const;
/** As long as a machine that builds images beside it may take. */
const PATIENCE_MS = 300_000;
const WELL: Omit<MirroredAccount, 'userPrincipalName'> = {
  ...{ disabled: false, locked: false, mustChangePassword: false },
  ...{ passwordExpired: false, accountExpired: false },
};

type Controllers = Awaited<ReturnType<typeof startControllers>>;

async function startControllers() {
  const undo = createUndoStack();
  // Named as for docker-compose.yml: one that is there already.
  const image = process.env.PTA_LAB_CONTROLLER_IMAGE ?? buildImages('controller')[0] ?? '';
  const crypto = createRsaCrypto();
  const authority = await createRunAuthority(crypto, 'pta-lab controllers test');
  const caPem = pem('CERTIFICATE', authority.certificate.der);
  const identityOf = async (name: string) => {
    const { key, chain } = await authority.issueServer([name], Date.now());
    const certificatePem = chain.map(({ der }) => pem('CERTIFICATE', der)).join('');
    return { certificatePem, keyPem: crypto.privatePem(key) };
  };
  const token = randomUUID();
  const joined = new Set<string>();
  const link = undo.use(
    await startLink({
      ...{ identity: await identityOf(LINK_NAME), token, host: '0.0.0.0', port: 0 },
      joined: ({ who }) => void joined.add(who.name),
      left: ({ who }) => void joined.delete(who.name),
      tunnelled: () => false,
    }),
  );
  const { network, gateway } = createNetwork();
  undo.defer(() => void spawnSync('docker', ['network', 'rm', network]));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-controllers-'));
  const url = `wss://${gateway}:${link.port}`;
  undo.use(await writeRunFolder(folder, { url, token, caPem }));
  const addresses = new Map<string, string>();
  for (const name of ['dc-1', 'dc-2']) {
    const container = await startOne(name, image, network, folder);
    undo.defer(async () => void (await container.stop({ timeout: 5_000 })));
    addresses.set(name, container.getIpAddress(network));
  }
  await until(() => joined.size === 2);
  const controllers = commandControllers(
    {
      sites: [{ name: 'hq', agents: [], controllers: ['dc-1', 'dc-2'] }],
      timings: timingsWith({ adLockoutThreshold: 3 }),
      ...{ caPem, controller: (name) => identityOf(controllerHost(name)) },
    },
    createAsking(link),
  );
  await controllers.start(DOMAIN);
  return { ...controllers, ...createAsk(addresses, caPem), undo };
}

function startOne(name: string, image: string, network: string, runFolder: string) {
  return new GenericContainer(image)
    .withCommand(['outpost', 'controller', `--name=${name}`, '--run-folder=/run/pta-lab'])
    .withNetworkMode(network)
    .withBindMounts([{ source: runFolder, target: '/run/pta-lab', mode: 'ro' }])
    .withDroppedCapabilities('ALL')
    .withAddedCapabilities(...CAPABILITIES, 'NET_BIND_SERVICE')
    .withSecurityOpt('no-new-privileges:true')
    .withLabels(ownLabels())
    .start();
}

function createNetwork(): { network: string; gateway: string } {
  const network = `pl-controller-${randomUUID()}`;
  const labels = Object.entries(ownLabels()).flatMap(([key, value]) => [
    '--label',
    `${key}=${value}`,
  ]);
  execFileSync('docker', ['network', 'create', ...labels, network], { stdio: 'pipe' });
  const format = '{{range .IPAM.Config}}{{.Gateway}}{{end}}';
  const gateway = execFileSync('docker', ['network', 'inspect', '--format', format, network]);
  return { network, gateway: gateway.toString().trim() };
}

/** A bind on a connection of its own; what the client saw, if there was no answer. */
function createAsk(addresses: ReadonlyMap<string, string>, ca: string) {
  async function ask(name: string, user: string, password: string, withinMs = 20_000) {
    const host = addresses.get(name);
    const socket = connect({
      ...(host && { host }),
      port: 636,
      ca,
      servername: controllerHost(name),
    });
    socket.setTimeout(withinMs, () => socket.destroy(new Error('no answer')));
    socket.on('error', () => {});
    try {
      await once(socket, 'secureConnect');
      const bind = { userPrincipalName: `${user}@${DOMAIN}`, password: new Secret(password) };
      const answer = await ldapBind(socket, bind);
      return typeof answer === 'string' ? answer : answer.win32;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      socket.destroy();
    }
  }
  return { ask };
}

/** The state of one thing, asked now and then. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const dueMs = performance.now() + PATIENCE_MS / 3;
  while (!(await isSo())) {
    if (performance.now() > dueMs)
      throw new Error('expected it to come about in time, but it did not');
    await pause(100);
  }
}

function at(kind: 'stop' | 'hang' | 'stale', name = 'dc-2'): ControllerEffect {
  return { on: 'controller', controllers: [name], kind };
}

describe('a domain of two controllers', () => {
  let lab: Controllers;
  const write = (...accounts: readonly (Partial<MirroredAccount> & { user: string })[]) =>
    lab.writeAccounts(
      accounts.map(({ user, ...rest }) => ({
        ...WELL,
        userPrincipalName: `${user}@${DOMAIN}`,
        ...rest,
      })),
    );
  beforeAll(async () => {
    if (isThere) lab = await startControllers();
  }, BUILD_MS + PATIENCE_MS);
  afterAll(async () => {
    await lab?.undo[Symbol.asyncDispose]();
  }, PATIENCE_MS);

  containerTest(
    proves(
      'containers.directory',
      'an account is in every state that it is written in, and out of it again',
    ),
    async () => {
      const states = {
        well: [{}, ERROR.SUCCESS],
        disabled: [{ disabled: true }, ERROR.ACCOUNT_DISABLED],
        locked: [{ locked: true }, ERROR.ACCOUNT_LOCKED_OUT],
        late: [{ accountExpired: true }, ERROR.ACCOUNT_EXPIRED],
        stale: [{ passwordExpired: true }, ERROR.PASSWORD_EXPIRED],
        fresh: [{ mustChangePassword: true }, ERROR.PASSWORD_MUST_CHANGE],
        away: [{ logonHours: Buffer.alloc(21).toString('base64') }, ERROR.INVALID_LOGON_HOURS],
        elsewhere: [{ workstations: ['FRONTDESK'] }, ERROR.INVALID_WORKSTATION],
      } as const;
      const users = Object.entries(states);
      await write(...users.map(([user, [state]]) => ({ user, password: 'right', ...state })));
      for (const [user, [, win32]] of users) {
        expect(await lab.ask('dc-1', user, 'right'), user).toBe(win32);
      }
      await write(...users.map(([user]) => ({ user })));
      for (const [user] of users) expect(await lab.ask('dc-1', user, 'right'), user).toBe(0);
      await write({ user: 'well', removed: true });
      expect(await lab.ask('dc-1', 'well', 'right')).toBe(ERROR.LOGON_FAILURE);
      // Whom bad passwords have locked stays locked until an administrator ends it.
      for (const _ of [1, 2, 3]) await lab.ask('dc-1', 'late', 'wrong');
      await write({ user: 'late' });
      expect(await lab.ask('dc-1', 'late', 'right')).toBe(ERROR.ACCOUNT_LOCKED_OUT);
      await write({ user: 'late', unlock: true });
      expect(await lab.ask('dc-1', 'late', 'right')).toBe(0);
    },
  );

  containerTest(
    proves(
      'containers.replication',
      'a change reaches the replica by Samba’s own replication, and a deaf one once it hears again',
    ),
    async () => {
      await write({ user: 'anna', password: 'first' });
      await until(async () => (await lab.ask('dc-2', 'anna', 'first')) === 0);
      await lab.applyControllers([at('stale')]);
      await write({ user: 'anna', password: 'second' }, { user: 'ben', password: 'first' });
      expect(await lab.ask('dc-1', 'anna', 'second')).toBe(0);
      await lab.applyControllers([]);
      await until(async () => (await lab.ask('dc-2', 'ben', 'first')) === 0);
      expect(await lab.ask('dc-2', 'anna', 'second')).toBe(0);
    },
  );

  containerTest(
    proves(
      'containers.controller-effects',
      'a stopped controller refuses, a held one is silent, a slow one is late; then it is well again',
    ),
    async () => {
      await write({ user: 'carl', password: 'right' });
      await until(async () => (await lab.ask('dc-2', 'carl', 'right')) === 0);
      await lab.applyControllers([at('stop')]);
      expect(await lab.ask('dc-2', 'carl', 'right')).toContain('ECONNREFUSED');
      expect(await lab.ask('dc-1', 'carl', 'right')).toBe(0);
      await lab.applyControllers([at('hang')]);
      expect(await lab.ask('dc-2', 'carl', 'right', 1_500)).toBe('no answer');
      await lab.applyControllers([{ ...at('stop'), kind: 'slow', delayMs: 2_000 }]);
      const beganMs = performance.now();
      expect(await lab.ask('dc-2', 'carl', 'right')).toBe(0);
      expect(performance.now() - beganMs).toBeGreaterThanOrEqual(2_000);
      await lab.applyControllers([]);
      expect(await lab.ask('dc-2', 'carl', 'right')).toBe(0);
    },
  );
});

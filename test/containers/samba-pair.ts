/**
 * For container tests: two controllers of Samba in containers of their own, told by the link as a
 * lab tells them, and asked over LDAPS by the lab's client.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:tls';
import { GenericContainer, type StartedTestContainer } from 'testcontainers';
import { commandControllers } from '../../lab/outposts/command/command-controllers.ts';
import { createAsking } from '../../lab/outposts/link/asking.ts';
import { startLink } from '../../lab/outposts/link/link.ts';
import { packIdentity } from '../../lab/outposts/link/pack-identity.ts';
import { LINK_NAME, writeLinkFolder } from '../../lab/outposts/link/run-folder.ts';
import { createRunAuthority } from '../../lab/worlds/run-authority.ts';
import { controllerHost } from '../../protocol/hosts.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { ldapBind } from '../../runtime/live/ldap-client.ts';
import { Secret } from '../../runtime/secret.ts';
import { createUndoStack } from '../../runtime/undo.ts';
import { pem } from '../../runtime/x509.ts';
import { buildImages } from './lab-images.ts';
import { ownLabels } from './run.ts';

export const DOMAIN = 'contoso.example';
/** As long as a machine that builds images beside it may take. */
export const PATIENCE_MS = 300_000;
/** As in docker-compose.yml: Samba takes no more than these. */
const CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETUID', 'SETGID', 'KILL'] as const;

export type Controllers = Awaited<ReturnType<typeof startControllers>>;

export async function startControllers() {
  const undo = createUndoStack();
  // Named as for docker-compose.yml: one that is there already.
  const image = process.env.PTA_LAB_CONTROLLER_IMAGE ?? buildImages('controller')[0] ?? '';
  const { caPem, identityOf } = await createIdentities();
  const token = randomUUID();
  const tokens = { agent: randomUUID(), egress: randomUUID(), controller: token };
  const joined = new Set<string>();
  const said: string[] = [];
  let comeBack = (_: string) => {};
  const link = undo.use(
    await startLink({
      ...{ identity: await identityOf(LINK_NAME), tokens, host: '0.0.0.0', port: 0 },
      joined({ who }) {
        joined.add(who.name);
        comeBack(who.name);
      },
      left: ({ who }) => void joined.delete(who.name),
      tunnelled: () => false,
    }),
  );
  const { network, gateway } = createNetwork();
  undo.defer(() => void spawnSync('docker', ['network', 'rm', network]));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-controllers-'));
  const url = `wss://${gateway}:${link.port}`;
  await writeLinkFolder(folder, { url, token, caPem });
  const containers = new Map<string, StartedTestContainer>();
  for (const name of ['dc-1', 'dc-2']) {
    const container = await startOne(name, image, network, folder);
    undo.defer(async () => void (await container.stop({ timeout: 5_000 })));
    containers.set(name, container);
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
  const say = (sentence: string) => void said.push(sentence);
  comeBack = (name) => void controllers.comeBack(name, say).catch(({ message }) => say(message));
  const addressOf = (name: string) => containers.get(name)?.getIpAddress(network);
  const restart = createRestart(containers, said);
  return { ...controllers, ...createAsk(addressOf, caPem), restart, undo };
}

async function createIdentities() {
  const crypto = createRsaCrypto();
  const authority = await createRunAuthority(crypto, 'pta-lab controllers test');
  const caPem = pem('CERTIFICATE', authority.certificate.der);
  const identityOf = async (name: string) =>
    packIdentity(crypto, await authority.issueServer([name], Date.now()));
  return { caPem, identityOf };
}

/** As `docker restart`, until somebody says what came of it. */
function createRestart(containers: ReadonlyMap<string, StartedTestContainer>, said: string[]) {
  return async (name: string) => {
    await containers.get(name)?.restart({ timeout: 1_000 });
    await until(() => said.length > 0, PATIENCE_MS);
    return said.splice(0);
  };
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
function createAsk(addressOf: (name: string) => string | undefined, ca: string) {
  async function ask(name: string, user: string, password: string, withinMs = 20_000) {
    const host = addressOf(name);
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
export async function until(
  isSo: () => boolean | Promise<boolean>,
  ms = PATIENCE_MS / 3,
): Promise<void> {
  const dueMs = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > dueMs)
      throw new Error('expected it to come about in time, but it did not');
    await pause(100);
  }
}

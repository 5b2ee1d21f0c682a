/**
 * `pta-lab/testcontainers`: the lab in a container, for other people's test suites. Its ports are
 * published on this machine's loopback only, and what a client has to trust is a CA made inside:
 * give it `getCaCertificate()`, never switch verification off.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import {
  AbstractStartedContainer,
  GenericContainer,
  type StartedTestContainer,
  Wait,
} from 'testcontainers';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { explainEngineTrouble } from '../../runtime/live/engine-trouble.ts';
import { type ControlClient, createControlClient } from '../control/client.ts';
import type { Ready } from '../describe-ready.ts';
import type { TenantDescription } from '../tenant/tenant-description.ts';

const SIGN_IN_PORT = 8443;
const CONTROL_PORT = 7080;
/** In the image's own folder for such things; gone with the container. */
const HANDED_OVER = '/tmp/pta-lab-handed-over';
const TENANT_FILE = '/tmp/pta-lab-tenant.yaml';
const START_MS = 120_000;
const ANSWER_MS = 5_000;
const LAST_LINES = 3;

/** What the lab hands over to who runs it: `cli/up/hand-over.ts` writes it. */
interface HandedOver {
  ready: Ready;
  ca: string;
  token: string;
}

/**
 * An Entra with agents and a directory: sign-in and Graph on one port, accounts of every kind.
 *
 * ```ts
 * await using entra = await new MockEntraContainer().withAgents(2).start();
 * ```
 */
export class MockEntraContainer extends GenericContainer {
  readonly #arguments = new Map<string, string>();
  protected readonly withControl: boolean = false;

  /** Default: the image of this package's version. */
  constructor(image = `pta-lab:${ownVersion()}`) {
    super(image);
    this.withExposedPorts(SIGN_IN_PORT)
      .withWaitStrategy(Wait.forLogMessage(/pta-lab is up/))
      .withStartupTimeout(START_MS);
  }

  /** A file as for `pta-lab up --tenant` (docs/tenant.md), or what would stand in it. */
  withTenant(tenant: string | TenantDescription): this {
    this.#arguments.set('--tenant', TENANT_FILE);
    const content = typeof tenant === 'string' ? readFileSync(tenant, 'utf8') : write(tenant);
    return this.withCopyContentToContainer([{ content, target: TENANT_FILE, mode: 0o644 }]);
  }

  /** How many Authentication Agents. Default: 3, at two sites. */
  withAgents(count: number): this {
    this.#arguments.set('--agents', String(count));
    return this;
  }

  /** Same seed, same tenant, accounts and passwords. Default `1`. */
  withSeed(seed: string): this {
    this.#arguments.set('--seed', seed);
    return this;
  }

  /**
   * @throws LabError `ENGINE_…`, `IMAGE_MISSING`, `PORT_BUSY`, `CONTAINER_UNHEALTHY`: one sentence
   *   instead of the engine's page
   */
  override async start(): Promise<StartedMockEntraContainer> {
    const container = await this.startLab();
    return new StartedMockEntraContainer(container, await readHandedOver(container));
  }

  protected async startLab(): Promise<StartedTestContainer> {
    this.withCommand(this.#command());
    // Where other containers of a network look for it: under the names its certificates hold.
    if (this.networkMode !== undefined) {
      this.withNetworkAliases(labHost(HOSTS.signIn), labHost(HOSTS.graph));
    }
    const lines = this.#keepLastLines();
    return await super.start().catch((error: unknown) => {
      throw explainStart(error, this.imageName.string, lines);
    });
  }

  /** Without it Docker publishes to whoever can reach this machine. */
  protected override async beforeContainerCreated(): Promise<void> {
    const bindings: Record<string, { HostPort: string }[]> = this.hostConfig.PortBindings ?? {};
    for (const binding of Object.values(bindings).flat()) {
      Object.assign(binding, { HostIp: '127.0.0.1' });
    }
  }

  /** Once it failed, testcontainers removes the container and its log with it. */
  #keepLastLines(): readonly string[] {
    const lines: string[] = [];
    const given = this.logConsumer;
    this.withLogConsumer((stream) => {
      given?.(stream);
      stream.on('data', (line: Buffer | string) => {
        lines.push(String(line).trim());
        if (lines.length > LAST_LINES) lines.shift();
      });
    });
    return lines;
  }

  #command(): string[] {
    return [
      ...['up', '--host=0.0.0.0', `--port=${SIGN_IN_PORT}`, '--no-443', '--no-proxy'],
      ...['--no-traffic', `--hand-over=${HANDED_OVER}`, `--control-port=${CONTROL_PORT}`],
      ...(this.withControl ? ['--control-host=0.0.0.0'] : []),
      ...[...this.#arguments].map(([option, value]) => `${option}=${value}`),
    ];
  }
}

export class StartedMockEntraContainer extends AbstractStartedContainer {
  protected readonly handedOver: HandedOver;

  constructor(container: StartedTestContainer, handedOver: HandedOver) {
    super(container);
    this.handedOver = handedOver;
  }

  /** `https://localhost:{port}/{tenantId}`, as MSAL takes it. */
  getAuthority(): string {
    return `${this.getGraphUrl()}/${this.getTenantId()}`;
  }

  /** `https://localhost:{port}`; Graph is under `/v1.0`. */
  getGraphUrl(): string {
    return `https://localhost:${this.getMappedPort(SIGN_IN_PORT)}`;
  }

  /** For containers in the network given with `withNetwork`. */
  getNetworkAuthority(): string {
    return `https://${labHost(HOSTS.signIn)}:${SIGN_IN_PORT}/${this.getTenantId()}`;
  }

  /** PEM, for `NODE_EXTRA_CA_CERTS` (as a file) or a client's `ca` option. */
  getCaCertificate(): string {
    return this.handedOver.ca;
  }

  getTenantId(): string {
    return this.handedOver.ready.tenantId;
  }

  /** Of a public client that may use the password grant. */
  getClientId(): string {
    return this.handedOver.ready.clientId;
  }

  /** By kind, with passwords: `healthy`, `disabled`, `passwordExpired`, `cloudOnly`, … */
  getAccounts(): Ready['accounts'] {
    return this.handedOver.ready.accounts;
  }

  /** Client ids, secrets and redirect URIs: `web`, `spa`, `native`, `daemon`. */
  getApplications(): Ready['applications'] {
    return this.handedOver.ready.applications;
  }
}

/**
 * The same with its control API: faults, changes, the clock, the timeline.
 *
 * ```ts
 * await lab.control.faults.on('block-443', { site: 'hq' });
 * ```
 */
export class PtaLabContainer extends MockEntraContainer {
  protected override readonly withControl: boolean = true;

  constructor(image?: string) {
    super(image);
    this.withExposedPorts(CONTROL_PORT);
  }

  override async start(): Promise<StartedPtaLabContainer> {
    const container = await this.startLab();
    return new StartedPtaLabContainer(container, await readHandedOver(container));
  }
}

export class StartedPtaLabContainer extends StartedMockEntraContainer {
  /** All that `docs/control.md` describes. */
  readonly control: ControlClient = createControlClient(
    this.getControlUrl(),
    this.getControlToken(),
  );

  getControlUrl(): string {
    return `http://127.0.0.1:${this.getMappedPort(CONTROL_PORT)}`;
  }

  /** Made in the container at its start. Every request has to carry it. */
  getControlToken(): string {
    return this.handedOver.token;
  }
}

async function readHandedOver(container: StartedTestContainer): Promise<HandedOver> {
  // Asked, not guessed: Testcontainers' `getHost` may name a gateway although loopback is shared.
  const port = container.getMappedPort(SIGN_IN_PORT);
  if (!(await answersHere(port))) {
    await container.stop();
    const sentence =
      `Expected the lab at port ${port} of this machine’s loopback, where it is published, but ` +
      'nothing answers: the engine is on another host, or this runs in a container of its own.';
    throw new LabError('ENGINE_ELSEWHERE', sentence);
  }
  const [line, ca, token] = await Promise.all(
    ['lab.json', 'ca.pem', 'control-token'].map((name) => readIn(container, name)),
  );
  const ready: Ready = JSON.parse(line ?? '');
  return { ready, ca: ca ?? '', token: token?.trim() ?? '' };
}

async function answersHere(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(ANSWER_MS) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** By command, because what lies in a tmpfs cannot be copied out. */
async function readIn(container: StartedTestContainer, name: string): Promise<string> {
  const { exitCode, stdout, stderr } = await container.exec(['cat', `${HANDED_OVER}/${name}`]);
  if (exitCode === 0) return stdout;
  const sentence = `Expected ${name} from the lab in the container, got: ${stderr.slice(0, 200)}`;
  throw new LabError('CONTAINER_STRANGE', sentence);
}

/** An image that ends or says something else is not ours. */
function explainStart(error: unknown, image: string, lines: readonly string[]): LabError {
  const said = error instanceof Error ? error.message : String(error);
  if (/log stream ended|log message .*not received|exited/i.test(said)) {
    const sentence =
      `Expected the image ${image} to start a lab within ${START_MS / 1000} s, got: ` +
      `${lines.join(' | ').slice(0, 400) || 'nothing'}. Is it built from this project’s Dockerfile?`;
    return new LabError('IMAGE_STRANGE', sentence, { cause: error });
  }
  const trouble = explainEngineTrouble(said, `docker run ${image}`);
  // It was asked for because the engine has no such image: that is what is wrong.
  return trouble.code === 'REGISTRY_UNREACHABLE'
    ? explainEngineTrouble(`No such image: ${image}`, 'docker run')
    : trouble;
}

function write(tenant: TenantDescription): string {
  return JSON.stringify(tenant);
}

/** Of this package: the folder is one deeper in none of its layouts. */
function ownVersion(): string {
  const file = path.join(import.meta.dirname, '../../package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
}

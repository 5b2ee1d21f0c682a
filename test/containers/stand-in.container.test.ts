/**
 * `pta-lab/testcontainers` as other people's suites use it, with MSAL as it is. MSAL runs in this
 * process and asks through `fetch`, which is given the container's CA here and nowhere else.
 */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { type INetworkModule, PublicClientApplication } from '@azure/msal-node';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  MockEntraContainer,
  PtaLabContainer,
  type StartedMockEntraContainer,
  type StartedPtaLabContainer,
} from '../../lab/stand-in/testcontainers.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';
import { BUILD_MS, runtimeImage } from './lab-images.ts';
import { hasEngine, ownLabels } from './run.ts';

const containerTest = needs('containers');

describe('one lab', () => {
  let lab: StartedPtaLabContainer;
  beforeAll(async () => {
    if (!hasEngine) return;
    lab = await new PtaLabContainer(runtimeImage())
      .withAgents(2)
      .withSeed('containers')
      .withLabels(ownLabels())
      .start();
  }, BUILD_MS);
  afterAll(() => lab?.stop());

  containerTest(
    proves(
      'containers.testcontainers',
      'MSAL signs in against MockEntraContainer, without a word of the lab',
    ),
    async () => {
      const result = await signIn(lab, 'healthy');
      expect(result.account?.username).toBe(lab.getAccounts().healthy?.userName);
      expect(result.authority).toContain(lab.getTenantId());
      const me = await askGraph(lab, result.accessToken ?? '');
      expect(me).toMatchObject({ userPrincipalName: lab.getAccounts().healthy?.userName });
      await expect(signIn(lab, 'healthy', 'wrong')).rejects.toThrow('AADSTS50126');
    },
  );

  containerTest(
    proves(
      'containers.testcontainers-faults',
      'a fault in PtaLabContainer shows as its code and heals',
    ),
    async () => {
      const { key } = await lab.control.faults.on('block-443');
      await lab.control.advance(180_000);
      await expect(signIn(lab, 'healthy')).rejects.toThrow(/AADSTS8000[12]/);
      await lab.control.faults.off(key);
      await lab.control.advance(600_000);
      const result = await signIn(lab, 'healthy');
      expect(result.accessToken).not.toBe('');
    },
  );

  containerTest('its ports are published on loopback, and its log holds no password', async () => {
    const { stdout: ports } = docker('port', lab.getId());
    expect(
      ports
        .trim()
        .split('\n')
        .map((line) => line.replace(/:\d+$/, '')),
    ).toEqual([
      expect.stringMatching(/-> 127\.0\.0\.1$/),
      expect.stringMatching(/-> 127\.0\.0\.1$/),
    ]);
    const { stdout, stderr } = docker('logs', lab.getId());
    const inspected = docker('inspect', lab.getId()).stdout;
    const passwords = Object.values(lab.getAccounts()).flatMap(({ password }) => password ?? []);
    expect(passwords.length).toBeGreaterThan(3);
    for (const secret of [...passwords, lab.getControlToken()]) {
      expect(`${stdout}${stderr}${inspected}`).not.toContain(secret);
    }
    const url = `${lab.getControlUrl()}/clock`;
    expect((await fetch(url)).status).toBe(401);
  });
});

containerTest('an image that is not there is one sentence', async () => {
  const start = new MockEntraContainer('127.0.0.1:1/no-such-image:local').start();
  await expect(start).rejects.toMatchObject(oneSentence(/^IMAGE_MISSING$/));
});

containerTest('an image that is not the lab’s is one sentence', async () => {
  const image = process.env.BASE_IMAGE ?? 'pta-lab-base:local';
  const start = new MockEntraContainer(image).withLabels(ownLabels()).start();
  await expect(start).rejects.toMatchObject(oneSentence(/^(COMMAND_MISSING|IMAGE_STRANGE)$/));
});

containerTest('a port that is taken is one sentence', async () => {
  await using taken = await takePort();
  const container = new MockEntraContainer(runtimeImage())
    .withLabels(ownLabels())
    .withExposedPorts({ container: 8443, host: taken.port });
  await expect(container.start()).rejects.toThrow(`Port 127.0.0.1:${taken.port} of this machine`);
});

test('no engine is one sentence', () => {
  const script = fileOf(`
    import { MockEntraContainer } from '${import.meta.dirname}/../../lab/stand-in/testcontainers.ts';
    await new MockEntraContainer('x:1').start().catch(({ code, message }) => console.log(code, message));
  `);
  const env = { ...process.env, DOCKER_HOST: 'tcp://127.0.0.1:1', HOME: '/nonexistent' };
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    ...{ env, encoding: 'utf8', timeout: 60_000 },
  });
  expect(stdout).toMatch(/^ENGINE_(MISSING|DOWN) .*container engine/);
});

function oneSentence(code: RegExp) {
  return {
    ...{ name: 'LabError', code: expect.stringMatching(code) },
    message: expect.stringMatching(/^[^\n]{20,500}$/),
  };
}

function fileOf(text: string): string {
  return text.trim();
}

function docker(...args: readonly string[]) {
  return spawnSync('docker', args, { encoding: 'utf8' });
}

async function signIn(lab: StartedMockEntraContainer, kind: string, password?: string) {
  const account = lab.getAccounts()[kind] ?? expect.fail(`nobody is ${kind}`);
  const client = new PublicClientApplication({
    auth: {
      clientId: lab.getClientId(),
      authority: lab.getAuthority(),
      knownAuthorities: [hostOf(lab)],
    },
    system: { networkClient: networkOf(lab) },
  });
  const result = await client.acquireTokenByUsernamePassword({
    scopes: ['User.Read'],
    username: account.userName,
    password: password ?? account.password ?? '',
  });
  return result ?? expect.fail('no result');
}

function hostOf(lab: StartedMockEntraContainer): string {
  return new URL(lab.getAuthority()).host;
}

function agentOf(lab: StartedMockEntraContainer): Agent {
  return new Agent({ connect: { ca: lab.getCaCertificate() } });
}

/** MSAL's own way to bring a CA: a network client. */
function networkOf(lab: StartedMockEntraContainer): INetworkModule {
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    options?: { headers?: Record<string, string>; body?: string },
  ) => {
    const { statusCode, headers, body } = await request(url, {
      ...{ method, dispatcher: agentOf(lab), headers: options?.headers ?? {} },
      ...(options?.body !== undefined && { body: options.body }),
    });
    return {
      status: statusCode,
      headers: headers as Record<string, string>,
      body: (await body.json()) as never,
    };
  };
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}

async function askGraph(lab: StartedMockEntraContainer, token: string): Promise<unknown> {
  const { body } = await request(`${lab.getGraphUrl()}/v1.0/me`, {
    ...{ dispatcher: agentOf(lab), headers: { authorization: `Bearer ${token}` } },
  });
  return await body.json();
}

async function takePort() {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, [Symbol.asyncDispose]: async () => void server.close() };
}

/**
 * A target that is a tenant, under Microsoft's own names: the lab's CONNECT proxy answers for them,
 * as the environment's proxy would lead to the real ones. Nothing here leaves the machine.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab } from '../lab/start-lab.ts';
import { memoryLedger } from '../probes/live/history/ledger.ts';
import { createModuleRunner, type ModuleRunner } from '../probes/live/run-module.ts';
import type { Target } from '../probes/target.ts';
import { Secret } from '../runtime/secret.ts';
import { createUndoStack } from '../runtime/undo.ts';
import { proves } from './parity/proves.ts';
import { freshStateDir } from './state-dir.ts';

const undo = createUndoStack();
let target: Target;
let caFile: string;

beforeAll(async () => {
  const lab = undo.use(
    await startLab({
      ...{ mode: 'live', agents: 1, traffic: false, stateDir: freshStateDir() },
      ...{ realNames: true, ports: { proxy: 0 } },
    }),
  );
  const { proxy, proxyCaFile } = lab.endpoints.live ?? expect.fail('expected live endpoints');
  // Without the proxy the names would lead to Microsoft.
  caFile = proxyCaFile ?? expect.fail('expected the CA of the proxy');
  setVariable('HTTPS_PROXY', proxy ?? expect.fail('expected a proxy'));
  setVariable('NO_PROXY', '');
  const { userName, password } = lab.accounts.healthy ?? expect.fail('expected an account');
  target = {
    ...{ name: 'contoso', kind: 'tenant', cloud: 'public' },
    authority: `https://login.microsoftonline.com/${lab.tenantId}`,
    graph: 'https://graph.microsoft.com',
    ...{ tenantId: lab.tenantId, clientId: lab.clientId },
    account: { userName, password: { ofLab: new Secret(password) } },
  };
});
afterAll(() => undo[Symbol.asyncDispose]());

/** Until the end of this file. */
function setVariable(name: string, value: string): void {
  const { [name]: before } = process.env;
  undo.defer(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
  process.env[name] = value;
}

function createRunner(): ModuleRunner {
  const targets = () => ({ contoso: target });
  return createModuleRunner({ targets, ledger: memoryLedger(), nowMs: () => Date.now() });
}

const SIGN_IN = { name: 'sign-in', probe: 'sign-in' };

test('a CA that nobody named is not trusted, and no password goes there', async () => {
  const runner = createRunner();
  const refused = await runner.run('contoso', SIGN_IN);
  expect(refused).toMatchObject({ verdict: 'fail' });
  expect(refused.summary).toContain('certificate-untrusted');
  expect(refused.observation).toMatchObject({ status: null });
});

test(
  proves('probes.targets', 'a tenant is probed by its own names, through the proxy, in its budget'),
  async () => {
    setVariable('NODE_EXTRA_CA_CERTS', caFile);
    const runner = createRunner();
    expect(await runner.run('contoso', { name: 'd', probe: 'discovery' })).toMatchObject({
      verdict: 'pass',
    });
    const first = await runner.run('contoso', SIGN_IN);
    expect(first).toMatchObject({ verdict: 'pass', aadsts: null });
    expect(first.summary).toContain('the chain passed');
    expect(first.phaseMs).toHaveProperty('proxy');
    expect(await runner.run('contoso', SIGN_IN)).toMatchObject({
      ...{ verdict: 'inconclusive', budgetRefused: true },
    });
  },
);

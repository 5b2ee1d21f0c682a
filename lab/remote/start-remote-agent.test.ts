/** What a lone agent refuses before it opens a socket. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type RemoteAgentOptions, startRemoteAgent } from './start-remote-agent.ts';

const stateDir = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-kept-'));
afterAll(() => rmSync(stateDir, { recursive: true }));

const TENANT = '11111111-1111-4111-8111-111111111111';

const start = (options: Partial<RemoteAgentOptions>) =>
  startRemoteAgent({
    ...{ name: 'agt-9', proxies: [new URL('http://127.0.0.1:1')], trust: [], controllers: [] },
    ...{ tenantId: TENANT, clientId: TENANT, aheadMs: 0 },
    ...{ onEvent() {}, onTrouble() {} },
    ...options,
  });

const keep = (kept: unknown) =>
  writeFileSync(path.join(stateDir, 'installation.json'), JSON.stringify(kept));

test('a controller that is no lab’s', async () => {
  await expect(start({ controllers: ['ldaps://dc.contoso.com'] })).rejects.toMatchObject({
    code: 'FOREIGN_ENDPOINT',
  });
});

test('a registration without an administrator', async () => {
  await expect(start({ stateDir })).rejects.toThrow('expected an administrator to register');
});

test('an installation of another agent, and what is none', async () => {
  const held = [{ key: 'k', certificate: 'c' }];
  const kept = { tenantId: TENANT, agentId: TENANT, version: '1.0', held };
  keep({ ...kept, machineName: 'agt-8' });
  await expect(start({ stateDir })).rejects.toThrow(/expected what agt-9 .* got that of agt-8/);
  keep({ ...kept, machineName: 'agt-9' });
  await expect(start({ stateDir })).rejects.toThrow('expected the installation of an agent in');
  keep('garbled');
  await expect(start({ stateDir })).rejects.toThrow('move it away to register anew');
});

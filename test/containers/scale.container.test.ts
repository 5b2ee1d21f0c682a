/**
 * `docker compose --profile scale up`: two replicas of the cloud as containers behind HAProxy, one
 * tenant through NATS. One of them is killed; people go on signing in at the other.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { createCaller, type Ended } from '../../lab/replica/rig/sign-in-caller.ts';
import { foundTenant } from '../../lab/tenant/found-tenant.ts';
import { createDice } from '../../runtime/dice.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';
import { openTestProject, type TestProject } from './compose-project.ts';
import { findLeaks } from './find-leaks.ts';
import { BUILD_MS } from './lab-images.ts';
import { hasEngine } from './run.ts';

const START_MS = 180_000;
const SOON_MS = 60_000;
const SOON = { timeout: SOON_MS, interval: 500 };
const SIGN_INS = 20;
const ALL_IN = Array(SIGN_INS).fill({ code: 0 });
const SERVICES = ['nats', 'replica-1', 'replica-2', 'balancer', 'scale-dc'];
const AGENTS = ['scale-agt-1', 'scale-agt-2'];
const SCALE = ['--profile', 'scale'];
const folder = mkdtempSync(path.join(tmpdir(), 'scale-'));

vi.setConfig({ testTimeout: 3 * SOON_MS });
let project: TestProject;
beforeAll(async () => {
  if (!hasEngine) return;
  project = openTestProject('scale', ['runtime', 'nats', 'balancer']);
  const up = ['up', '--detach', '--no-build', ...SERVICES, ...AGENTS];
  await project.compose([...SCALE, ...up], { timeoutMs: START_MS });
}, BUILD_MS + START_MS);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await project?.[Symbol.asyncDispose]();
}, SOON_MS);

/** Somebody of the seeded tenant whose password an agent has to judge. */
async function openCaller(): Promise<() => Promise<Ended>> {
  const { clientId, tenant, population } = foundTenant(createDice('1'), {}, Date.now());
  const caFile = path.join(folder, 'ca.pem');
  const ca = ['exec', '-T', 'replica-2', 'cat', '/run/hand-over/ca.pem'];
  writeFileSync(caFile, await project.compose([...SCALE, ...ca]));
  const published = await project.compose([...SCALE, 'port', 'balancer', '8443']);
  const port = Number(published.trim().split(':').at(-1));
  const call = createCaller({ port, caFile, tenantId: tenant.id, clientId });
  const { healthy = { userName: '', password: '' } } = population.accounts;
  return () => call({ correlationId: randomUUID(), ...healthy });
}

async function signIn(call: () => Promise<Ended>): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  for (let done = 0; done < SIGN_INS; done += 1) ended.push(await call());
  return ended;
}

needs('containers')(
  proves('scale.compose', 'two replicas as containers: people sign in at both, and at one'),
  async () => {
    const call = await openCaller();
    await expect.poll(call, SOON).toEqual({ code: 0 });
    expect(await signIn(call)).toEqual(ALL_IN);
    await project.compose([...SCALE, 'kill', '--signal', 'KILL', 'replica-1']);
    // The balancer hears of it within seconds, and so do the agents that hung there. Whoever waits
    // at the dead one at that moment is reset; afterwards nobody is sent there.
    await expect.poll(() => signIn(call), SOON).toEqual(ALL_IN);
    expect((await signIn(call)).filter((how) => how === 'reset')).toEqual([]);
  },
);

needs('containers')(
  proves('scale.compose', 'NATS stops: people read AADSTS90033 until it is back'),
  async () => {
    const call = await openCaller();
    await project.compose([...SCALE, 'stop', 'nats']);
    await expect.poll(call, SOON).toEqual({ code: 90033 });
    await project.compose([...SCALE, 'start', 'nats']);
    await expect.poll(call, SOON).toEqual({ code: 0 });
    await expect.poll(() => signIn(call), SOON).toEqual(ALL_IN);
  },
);

needs('containers')(
  proves(
    'containers.secrets',
    'nor do replicas, NATS and agents show a password, a token or a key',
  ),
  async () => {
    const inReplica = ['exec', '-T', 'replica-2', 'cat', '/run/store/token'];
    const token = (await project.compose([...SCALE, ...inReplica])).trim();
    expect(token.length).toBeGreaterThan(20);
    expect(await findLeaks(project, [token], SCALE)).toEqual([]);
  },
);

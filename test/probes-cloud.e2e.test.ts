/**
 * The probes that talk to Entra and Graph against one live lab: what holds on a healthy one, and
 * what each makes of a cause that was injected. Real sockets, and a refresh token that rotates.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contextOutside } from '../lab/diagnosis/standpoints.ts';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import { PROBES } from '../probes/index.ts';
import type { ProbeContext } from '../probes/probe.ts';
import { runProbe } from '../probes/run-probe.ts';
import { PROBE_HEADERS } from '../probes/wire/headers.ts';
import { sendPasswordGrant } from '../probes/wire/password-grant.ts';
import { HOSTS } from '../protocol/hosts.ts';
import { PROBE_USER_AGENT } from '../protocol/user-agent.ts';
import { createDice } from '../runtime/dice.ts';
import { Secret } from '../runtime/secret.ts';
import { proves } from './parity/proves.ts';
import { freshStateDir } from './state-dir.ts';

const stateDir = freshStateDir();
const dice = createDice('probes-cloud');
let lab: Lab;

beforeAll(async () => {
  lab = await startLab({
    ...{ mode: 'live', seed: 'probes-cloud', agents: 3, traffic: false, stateDir },
    // A tenant's own: the setting is listed only where somebody changed it.
    timings: { smartLockoutThreshold: 8, smartLockoutDurationMs: 120_000 },
  });
  await lab.connected;
});
beforeEach(() => lab.faults.reset());
afterAll(() => lab[Symbol.asyncDispose]());

async function run(id: string, changes: Partial<ProbeContext> = {}, expectation?: unknown) {
  const probe = PROBES[id];
  if (probe === undefined) throw new Error(`no probe ${id}`);
  const context = contextOutside(lab, probe.signsInAs, dice.guid());
  return await lab.drive(
    runProbe(
      probe,
      { ...context, ...changes },
      expectation ?? probe.usualOfTarget?.(3) ?? probe.usual(3),
    ),
  );
}

const judged = async (...asked: Parameters<typeof run>) => (await run(...asked)).judgement;

test(
  proves('probes.wrong-password', 'on a healthy lab the chain passes, and the log names the agent'),
  async () => {
    expect(await judged('discovery')).toMatchObject({ verdict: 'pass' });
    expect(await judged('sign-in')).toMatchObject({ verdict: 'pass' });
    const { judgement, observation } = await run('wrong-password');
    expect(judgement).toMatchObject({ verdict: 'pass' });
    const agentIds = (await lab.drive(listedIds())) ?? [];
    expect(agentIds).toContain(Object(observation).row.agentId);
  },
);

async function listedIds(): Promise<readonly string[]> {
  const { observation } = await run('agents');
  const agents: readonly { id: string }[] = Object(observation).agents;
  return agents.map(({ id }) => id);
}

test('a policy that ends the sign-in leaves the chain well, and a wrong password does not', async () => {
  const asMfa = contextOutside(lab, 'mfa', dice.guid()).account;
  expect(await judged('sign-in', { account: asMfa })).toMatchObject({
    ...{ verdict: 'pass', summary: expect.stringContaining('AADSTS5007') },
  });
  const mistyped = { ...contextOutside(lab, 'healthy', '').account, password: new Secret('no') };
  expect(await judged('sign-in', { account: mistyped })).toMatchObject({
    ...{ verdict: 'fail', summary: expect.stringContaining('the chain works') },
  });
});

test(
  proves('probes.agents.rogue', 'a refresh token reads the list, rotates, and a rogue is named'),
  async () => {
    const scope = `https://${HOSTS.graph}/.default offline_access`;
    const first = await lab.drive(
      sendPasswordGrant(contextOutside(lab, 'cloudOnly', dice.guid()), scope, PROBE_HEADERS),
    );
    const tokens = [first.kind === 'granted' ? (first.refreshToken ?? '') : ''];
    const administrator = () => ({
      refreshToken: new Secret(tokens.at(-1) ?? ''),
      keep: async (next: Secret) => void tokens.push(next.reveal()),
    });
    expect(await judged('agents', { administrator: administrator() })).toMatchObject({
      verdict: 'pass',
    });
    const inventory = [{ machineName: 'agt-1' }, { machineName: 'agt-2' }];
    const rogue = await run('agents', { administrator: administrator(), inventory });
    expect(rogue.judgement).toMatchObject({
      ...{ verdict: 'fail', summary: expect.stringContaining('not in the inventory: agt-3 (id ') },
    });
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(JSON.stringify(rogue)).not.toContain(token);
  },
);

test('without the role nobody sees agents or log, and nothing is called an outage', async () => {
  const { account: administrator } = contextOutside(lab, 'healthy', '');
  for (const id of ['agents', 'sign-in-log']) {
    const { verdict, summary } = await judged(id, { administrator });
    expect(verdict).toBe('inconclusive');
    expect(summary).toContain('Graph: 403');
  }
});

test(proves('probes.sign-in-log', 'agents that lost their key fail in the log'), async () => {
  // All three, so that one of them has enough sign-ins, whoever is handed which.
  await lab.faults.on('agent-key-lost', { agents: ['agt-1', 'agt-2', 'agt-3'] });
  for (let round = 0; round < 16; round++) await run('sign-in');
  const { verdict, summary } = await judged('sign-in-log');
  expect(verdict).toBe('fail');
  expect(summary).toMatch(/an agent fails on its own account: agt-\d \d+ of \d+ sign-ins/);
  expect(summary).toMatch(/AADSTS8001[01]/);
});

test(proves('probes.lockout-policy', 'the tenant’s own lockout is read from Graph'), async () => {
  const policy = (threshold: number, durationMs: number) =>
    judged('lockout-policy', { directoryPolicy: { threshold, durationMs } });
  expect(await policy(16, 60_000)).toEqual({
    verdict: 'pass',
    summary: 'Entra locks after 8 for 120 s, the directory after 16 for 60 s',
  });
  expect((await policy(15, 60_000)).verdict).toBe('fail');
  expect((await policy(16, 120_000)).verdict).toBe('fail');
});

test(proves('probes.user-agent', 'probes name themselves with the version of the package'), () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(PROBE_USER_AGENT).toBe(`pta-lab-probe/${version}`);
});

/**
 * Two replicas as processes behind a balancer, agents at both, and one of the two killed in
 * mid-load: what callers heard, and what the log of the tenant says, have to join.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { startRemoteAgent } from '../lab/remote/start-remote-agent.ts';
import { hasNats, startNats } from '../lab/replica/rig/nats-server.ts';
import { createCaller, type Ended } from '../lab/replica/rig/sign-in-caller.ts';
import { startBalancer } from '../lab/replica/rig/tcp-balancer.ts';
import { startControllers } from '../lab/replica/start-controllers.ts';
import { type Replica, startReplica } from '../lab/replica/start-replica.ts';
import type { SignInRow } from '../mock-entra/sign-in/sign-in-log.ts';
import { createUndoStack, type UndoStack } from '../runtime/undo.ts';
import { parseCertificate, readPem } from '../runtime/x509.ts';
import { proves } from '../test/parity/proves.ts';
import { createDesk, type Desk, type Program } from './spawn-program.ts';

const required = process.env.PTA_LAB_REQUIRE === 'all';
const HOST = '127.0.0.1';
const AGENTS = 4;
const PEOPLE = 8;
const BEFORE_KILL = 60;
const DEADLINE_MS = 30_000;

interface Spawned {
  program: Program;
  port: number;
}

async function spawnReplica(desk: Desk, nats: string, stateDir: string): Promise<Spawned> {
  const program = desk.start('replica', '--json', '--nats', nats, '--state-dir', stateDir);
  const line = await program.said('"caFile"');
  return { program, port: JSON.parse(line).port };
}

/** The witness has no callers: it knows what any replica knows. */
async function build(undo: UndoStack) {
  const desk = undo.use(createDesk());
  const stateDir = path.join(desk.folder, 'state');
  const nats = undo.use(await startNats(path.join(desk.folder, 'nats')));
  const common = { stateDir, host: HOST, port: 0 };
  const witness = undo.use(await startReplica({ ...common, nats: nats.url, say() {} }));
  const [doomed, spared] = await Promise.all([
    spawnReplica(desk, nats.url, stateDir),
    spawnReplica(desk, nats.url, stateDir),
  ]);
  const balancer = undo.use(await startBalancer([doomed.port, spared.port]));
  const controllers = undo.use(await startControllers(common));
  await startAgents(undo, witness, balancer.port, controllers.urls);
  return { witness, doomed, balancer };
}

async function startAgents(
  undo: UndoStack,
  { founded, caFile }: Replica,
  port: number,
  controllers: readonly string[],
): Promise<void> {
  const { tenant, clientId, population } = founded;
  const trust = readPem('CERTIFICATE', readFileSync(caFile, 'utf8')).map(parseCertificate);
  const names = Array.from({ length: AGENTS }, (_, at) => `agt-${at + 1}`);
  const starts = names.map((name) =>
    startRemoteAgent({
      ...{ name, trust, clientId, controllers, tenantId: tenant.id, proxies: [], aheadMs: 0 },
      ...{ cloud: { host: HOST, port }, administrator: population.administrator },
      onEvent() {},
      onTrouble(error) {
        throw error;
      },
    }),
  );
  for (const agent of await Promise.all(starts)) undo.use(agent);
}

const agentsIn = (rows: readonly SignInRow[]) =>
  new Set(rows.flatMap(({ handOff }) => (handOff?.answeredMs ? [handOff.agentId] : [])));

/** People who sign in again and again, until every agent has answered after the kill. */
async function loadAndKill({ witness, doomed, balancer }: Awaited<ReturnType<typeof build>>) {
  const { tenant, clientId, population } = witness.founded;
  const { caFile } = witness;
  const call = createCaller({ port: balancer.port, caFile, tenantId: tenant.id, clientId });
  const { healthy = { userName: '', password: '' } } = population.accounts;
  const ended = new Map<string, { startedMs: number; how: Ended }>();
  const rows = () => witness.entra.signIns().filter(({ appId }) => appId === clientId);
  const deadlineMs = Date.now() + DEADLINE_MS;
  // Agents come when they come: the load begins when each of them has been drawn once.
  while (agentsIn(rows()).size < AGENTS && Date.now() < deadlineMs) {
    await call({ correlationId: randomUUID(), ...healthy });
  }
  const gone = { atMs: Number.POSITIVE_INFINITY };
  void doomed.program.ended.then(() => {
    gone.atMs = Date.now();
  });
  const allGoOn = () =>
    agentsIn(rows().filter(({ startedMs }) => startedMs > gone.atMs)).size === AGENTS;
  const signInOnAndOn = async () => {
    while (!allGoOn() && Date.now() < deadlineMs) {
      const attempt = { correlationId: randomUUID(), ...healthy };
      const startedMs = Date.now();
      ended.set(attempt.correlationId, { startedMs, how: await call(attempt) });
      if (ended.size === BEFORE_KILL) doomed.program.signal('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: PEOPLE }, signInOnAndOn));
  const logged = () => rows().filter(({ correlationId }) => ended.has(correlationId));
  return { ended, logged, gone, allGoOn, agents: witness.entra.agents() };
}

describe.skipIf(!hasNats() && !required)('pta-lab replica (needs nats-server)', () => {
  test(proves(
    ['scale.kill', 'scale.choice'],
    'a replica killed in mid-load: nothing is answered twice, and all agents go on at the other',
  ), async () => {
    const undo = createUndoStack();
    try {
      const { ended, logged, gone, allGoOn, agents } = await loadAndKill(await build(undo));
      const answered = [...ended].flatMap(([id, { how }]) =>
        how === 'reset' ? [] : [[id, how.code] as const],
      );
      // None answered without a row, none with two, and each row says what the caller heard.
      await expect.poll(() => logged().length).toBeGreaterThanOrEqual(answered.length);
      const log = new Map(logged().map((row) => [row.correlationId, row.errorCode]));
      expect(log.size).toBe(logged().length);
      for (const [id, code] of answered) expect([id, log.get(id)]).toEqual([id, code]);
      // What broke off had begun before the killed one was gone.
      for (const { how, startedMs } of ended.values()) {
        if (how === 'reset') expect(startedMs).toBeLessThanOrEqual(gone.atMs);
      }
      // An agent that lost its way to answer is one that said nothing.
      expect(new Set([...log.values(), 80002])).toEqual(new Set([0, 80002]));
      expect(allGoOn()).toBe(true);
      expect(agents.map(({ status }) => status)).toEqual(Array(AGENTS).fill('Active'));
    } finally {
      await undo[Symbol.asyncDispose]();
    }
  }, 60_000);

  test.each(['replica', 'controllers'])(
    '%s listens on no address but those of up',
    async (verb) => {
      await using desk = createDesk();
      const { code, stderr } = await desk.run(verb, '--host', '192.0.2.7');
      expect([code, stderr]).toEqual([2, expect.stringContaining('got "192.0.2.7"')]);
    },
  );

  test('where NATS is not to be had, the program says what to do and ends with 4', async () => {
    await using desk = createDesk();
    const { code, stderr } = await desk.run('replica', '--nats', 'nats://127.0.0.1:1');
    expect([code, stderr]).toEqual([4, expect.stringContaining('start nats-server with -js')]);
  });
});

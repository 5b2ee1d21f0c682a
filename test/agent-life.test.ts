/**
 * The agent's life in a whole lab, in virtual time: what no single fault of the catalogue shows.
 * Faults come as effects here, as a server hands them to its agent.
 */

import { expect, test } from 'vitest';
import { createAgentLog } from '../agent/log/agent-log.ts';
import { startAgent } from '../agent/start-agent.ts';
import type { LabOptions } from '../lab/estate.ts';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import { LATEST_AGENT_VERSION, NEXT_AGENT_VERSION } from '../protocol/agent-versions.ts';
import { EVENTS } from '../protocol/events.ts';
import { MINUTE_MS } from '../protocol/time-units.ts';
import { createDice } from '../runtime/dice.ts';
import { causes } from './parity/causes.ts';

import { proves } from './parity/proves.ts';

const HOUR_MS = 60 * MINUTE_MS;

/** Six times the documented pace. */
const UPDATING = {
  timings: { updaterIntervalMs: 10 * MINUTE_MS, updateTurnMs: 20 * MINUTE_MS },
} as const;
const SEED = { seed: 'agent life', traffic: { everyMs: 5_000 } } as const;

async function inLab(options: LabOptions, run: (lab: Lab) => Promise<void>): Promise<void> {
  const lab = await startLab({ ...SEED, ...options });
  try {
    await run(lab);
  } finally {
    await lab[Symbol.asyncDispose]();
  }
}

const eventsOf = ({ timeline }: Lab, agent: string, id: number) =>
  timeline.entries.flatMap((entry) =>
    entry.kind === 'event' && entry.agent === agent && entry.id === id ? [entry.atMs] : [],
  );

/** What people with a right password got who started from then on. */
const resultsSince = ({ timeline }: Lab, fromMs: number) => {
  const results = timeline.entries.flatMap((entry) =>
    entry.kind === 'sign-in' && entry.group === 'right-password' && entry.startedMs >= fromMs
      ? [entry.result]
      : [],
  );
  return [...new Set(results)].sort();
};

// EVIDENCE-OF ED-SEC: one agent of a tenant at a time gets updates
test(
  proves('agents.updater', 'a released major version reaches the agents one after the other'),
  async () => {
    await inLab(UPDATING, async (lab) => {
      const nowMs = lab.clock.nowMs();
      await lab.changes.apply('release-agent-version');
      await lab.advance(45 * MINUTE_MS);
      const spans = [...lab.agents.keys()].map((agent) => {
        const [fromMs = 0] = eventsOf(lab, agent, EVENTS.updateStarted.id);
        const [toMs = 0] = eventsOf(lab, agent, EVENTS.updateFinished.id);
        return { fromMs, toMs };
      });
      spans.sort((a, b) => a.fromMs - b.fromMs);
      for (const { fromMs, toMs } of spans) expect(toMs - fromMs).toBeGreaterThan(0);
      expect(spans[1]?.fromMs).toBeGreaterThan(spans[0]?.toMs ?? Infinity);
      expect(spans[2]?.fromMs).toBeGreaterThan(spans[1]?.toMs ?? Infinity);
      const versions = [...lab.agents.values()].map(({ installation }) => installation.version);
      expect(new Set(versions)).toEqual(new Set([NEXT_AGENT_VERSION]));
      expect(resultsSince(lab, nowMs)).toEqual([0]);
    });
  },
);

test(
  proves('agents.updater', 'a tenant’s only agent is not spared: nobody signs in meanwhile'),
  async () => {
    await inLab({ ...UPDATING, agents: 1 }, async (lab) => {
      const nowMs = lab.clock.nowMs();
      await lab.changes.apply('release-agent-version');
      await lab.advance(20 * MINUTE_MS);
      expect(resultsSince(lab, nowMs)).toEqual([0, 80001]);
      expect(resultsSince(lab, nowMs + 14 * MINUTE_MS)).toEqual([0]);
    });
  },
);

test('an updater that is stopped leaves its agent on the old version', async () => {
  await inLab({ ...UPDATING, agents: 2 }, async (lab) => {
    await lab.faults.on('updater-stopped', { agents: ['agt-1'] });
    await lab.changes.apply('release-agent-version');
    await lab.advance(30 * MINUTE_MS);
    const versions = [...lab.agents.values()].map(({ installation }) => installation.version);
    expect(versions).toEqual([LATEST_AGENT_VERSION, NEXT_AGENT_VERSION]);
  });
});

test(
  proves('agents.trouble', 'what a process that is gone had in hand ends as 80002, once'),
  async () => {
    await inLab({ agents: 1 }, async (lab) => {
      const fromMs = lab.clock.nowMs();
      await lab.faults.on('agent-crash-mid-request');
      await lab.advance(5 * MINUTE_MS);
      const lost = lab.timeline.entries.filter(
        (entry) => entry.kind === 'sign-in' && entry.result === 80002,
      );
      expect(lost).toHaveLength(1);
      expect(resultsSince(lab, fromMs + MINUTE_MS)).toEqual([80001]);
      await lab.faults.reset();
      await lab.advance(MINUTE_MS);
      expect(resultsSince(lab, fromMs + 5 * MINUTE_MS + 10_000)).toEqual([0]);
    });
  },
);

test(
  causes(
    80011,
    proves('agents.key', 'an agent that starts without its key has nothing to show to the cloud'),
  ),
  async () => {
    await inLab({ agents: 1 }, async (lab) => {
      await lab.faults.on('agent-key-lost');
      await lab.advance(MINUTE_MS);
      const restartedMs = lab.clock.nowMs();
      expect(resultsSince(lab, restartedMs - 30_000)).toEqual([80011]);
      await lab.drive(lab.servers.get('agt-1')?.restart('agent') ?? Promise.resolve());
      await lab.advance(MINUTE_MS);
      expect(resultsSince(lab, restartedMs + 1_000)).toEqual([80001]);
      expect(eventsOf(lab, 'agt-1', 31034).length).toBeGreaterThan(0);
    });
  },
);

test(
  proves(
    'agents.trouble',
    'a share of slow answers is a share of late sign-ins, drawn by the seed',
  ),
  async () => {
    const slow = async (share: number) => {
      let late = 0;
      await inLab({ traffic: { everyMs: 1_000 } }, async (lab) => {
        await lab.faults.on('agent-slow', {}, { share });
        await lab.advance(10 * MINUTE_MS);
        const ends = lab.timeline.entries.flatMap((entry) =>
          entry.kind === 'sign-in' && entry.group === 'right-password' ? [entry.result] : [],
        );
        late = ends.filter((result) => result === 80002).length / ends.length;
      });
      return late;
    };
    expect(await slow(0.5)).toBeCloseTo(0.5, 1);
    expect(await slow(0.5)).toBe(await slow(0.5));
  },
);

test(
  proves('agents.revocation', 'without port 80 an agent warns and goes on, and stops when it can'),
  async () => {
    await inLab({ agents: 1, traffic: { everyMs: 30_000 } }, async (lab) => {
      const fromMs = lab.clock.nowMs();
      await lab.faults.on('block-80');
      await lab.advance(2 * HOUR_MS);
      const warned = eventsOf(lab, 'agt-1', EVENTS.revocationUnchecked.id);
      expect(warned.length).toBeGreaterThan(1);
      expect(resultsSince(lab, fromMs)).toEqual([0]);
      await lab.faults.reset();
      const healedMs = lab.clock.nowMs() + lab.timings.bootstrapIntervalMs;
      await lab.advance(HOUR_MS);
      const after = eventsOf(lab, 'agt-1', EVENTS.revocationUnchecked.id);
      expect(after.filter((atMs) => atMs > healedMs)).toEqual([]);
    });
  },
);

test('an agent whose policy asks for revocation lists does not go on without one', async () => {
  await inLab({ agents: 1, traffic: false }, async (lab) => {
    const { clock, crypto, network, tenantId, timings } = lab;
    const installation = lab.agents.get('agt-1')?.installation;
    if (!installation) throw new Error('no agent');
    await lab.drive(lab.servers.get('agt-1')?.stop('agent') ?? Promise.resolve());
    await lab.faults.on('block-80');
    const strict = await startAgent({
      ...{ clock, crypto, network, tenantId, timings, installation, controllers: [] },
      dice: createDice('strict'),
      vantage: { component: 'agt-9', site: 'hq', trust: lab.siteTrust('hq') },
      log: createAgentLog({ machineName: 'agt-1', onEvent() {} }),
      crlPolicy: 'refuse',
      onTrouble(error) {
        throw error;
      },
    });
    await lab.advance(MINUTE_MS);
    expect(lab.entra.connectedAgents()).toEqual([]);
    await lab.faults.reset();
    await lab.advance(timings.bootstrapIntervalMs);
    expect(lab.entra.connectedAgents()).toHaveLength(1);
    strict.stop();
  });
});

test('an agent whose certificate ended is another one after healing, on the same server', async () => {
  const timings = {
    certificateLifetimeMs: 40 * MINUTE_MS,
    renewalWindowMs: 20 * MINUTE_MS,
    renewalCheckIntervalMs: 5 * MINUTE_MS,
  };
  await inLab({ agents: 1, timings }, async (lab) => {
    const before = lab.agents.get('agt-1')?.agentId;
    await lab.faults.on('certificate-expired');
    await lab.advance(HOUR_MS);
    expect(lab.entra.agents()).toEqual([]);
    await lab.drive(lab.faults.reset());
    await lab.advance(MINUTE_MS);
    const [listed, ...more] = lab.entra.agents();
    expect(more).toEqual([]);
    expect(listed).toMatchObject({ machineName: 'agt-1', status: 'Active' });
    expect(listed?.agentId).not.toBe(before);
    expect(lab.agents.get('agt-1')?.agentId).toBe(listed?.agentId);
  });
});

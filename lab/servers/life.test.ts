/** What runs on agents' servers over time: services, restarts, copies, certificates, proxies. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { timingsWith } from '../../protocol/timings.ts';
import { proves } from '../../test/parity/proves.ts';
import { healthy, signIn } from '../people/stub-person.ts';
import { CALM, createStage, DAY_MS, MINUTE_MS } from './stub-stage.ts';

const stage = createStage();
const { server, entries, idOf, change } = stage;
beforeEach(() => stage.open());
afterEach(() => stage.close());

describe('a service', () => {
  test(
    proves(
      'servers.services',
      'that was stopped stays so over a restart of the server, and starts when told',
    ),
    async () => {
      const { key } = await change('stop-agent', ['agt-1']);
      await change('reboot-server', ['agt-1'], { down: MINUTE_MS });
      await stage.lab.advance(2 * MINUTE_MS);
      expect(server('agt-1').services).toEqual({ agent: 'stopped', updater: 'running' });
      await stage.lab.changes.undo(key);
      expect(server('agt-1').services.agent).toBe('running');
    },
  );

  test(
    proves(
      'servers.services',
      'that restarts is connected again well before the five minutes of the guide',
    ),
    async () => {
      const before = idOf('agt-1');
      await change('restart-agent', ['agt-1']);
      await stage.lab.advance(10_000);
      expect(stage.lab.entra.connectedAgents().map(({ agentId }) => agentId)).toContain(before);
      expect(entries('agt-1')).toEqual(['Active']);
    },
  );

  test(
    proves('servers.services', 'that goes down with its server takes what was in flight with it'),
    async () => {
      const slow = { on: 'agent-server', kind: 'slow', agents: ['*'], delayMs: 5_000 } as const;
      for (const each of stage.lab.servers.values()) await each.apply([slow]);
      const { userName, password } = healthy(stage.lab);
      stage.lab.clock.at(
        stage.lab.clock.nowMs() + 1_000,
        () => void stage.lab.changes.apply('reboot-server'),
      );
      expect(await signIn(stage.lab, userName, password)).toBe(80002);
      expect(stage.lab.changes.list()).toHaveLength(1);
    },
  );

  test('does not run while its server is down, and stays Active in the list meanwhile', async () => {
    await change('reboot-server', ['agt-1'], { down: 10 * MINUTE_MS });
    await stage.lab.advance(10 * MINUTE_MS - 1_000);
    expect([server('agt-1').services.agent, entries('agt-1')]).toEqual(['stopped', ['Active']]);
    expect(stage.lab.entra.connectedAgents()).toHaveLength(2);
    await stage.lab.advance(5_000);
    expect(stage.lab.entra.connectedAgents()).toHaveLength(3);
  });
});

describe('a cloned server', () => {
  test(
    proves(
      'servers.clone',
      'shows the same agent twice over: one id, one entry, twice the connections',
    ),
    async () => {
      const listeners = () => stage.lab.entra.agents().map((agent) => agent.listeners);
      const [alone = 0] = listeners();
      const { key } = await change('clone-server', ['agt-1']);
      await stage.lab.advance(MINUTE_MS);
      expect(idOf('agt-1-clone')).toBe(idOf('agt-1'));
      expect(server('agt-1-clone').programs).toEqual(server('agt-1').programs);
      expect(listeners()[0]).toBe(2 * alone);
      expect(entries('agt-1-clone')).toEqual([]);
      await stage.lab.changes.undo(key);
      expect(stage.lab.servers.has('agt-1-clone')).toBe(false);
    },
  );

  test(proves('servers.clone', 'breaks once one of the two has renewed'), async () => {
    await stage.open({
      timings: { ...CALM, certificateLifetimeMs: 2 * DAY_MS, renewalWindowMs: DAY_MS },
    });
    await change('clone-server', ['agt-1']);
    await stage.lab.advance(1.5 * DAY_MS);
    const refused = ['agt-1', 'agt-1-clone'].filter((name) =>
      server(name).log.events.some(({ id }) => id === 31034),
    );
    expect(refused).toHaveLength(1);
  });
});

test('a certificate that was issued long before renews when it is due, and a new one is new', async () => {
  const aged = { 'agt-1': { certificateAgeDays: 149 } };
  await stage.open({
    sites: [{ name: 'hq', agents: ['agt-1', 'agt-2'], controllers: ['dc-1'], servers: aged }],
  });
  const { certificateLifetimeMs } = stage.lab.timings;
  const leftDays = (name: string) =>
    Math.round(
      ((stage.lab.agents.get(name)?.certificateEndsMs ?? 0) - stage.lab.clock.nowMs()) / DAY_MS,
    );
  const lifeDays = certificateLifetimeMs / DAY_MS;
  expect([leftDays('agt-1'), leftDays('agt-2')]).toEqual([lifeDays - 149, lifeDays]);
  await stage.lab.advance(2 * DAY_MS);
  expect([leftDays('agt-1'), leftDays('agt-2')]).toEqual([lifeDays - 1, lifeDays - 2]);
});

test('a new agent whose clock is a little slow is Active soon, one far behind is not', async () => {
  const { certificateBackdatedMs } = timingsWith();
  const servers = {
    'agt-1': { clockOffsetMs: -certificateBackdatedMs },
    'agt-2': { clockOffsetMs: -certificateBackdatedMs - MINUTE_MS },
  };
  await stage.open({
    sites: [{ name: 'hq', agents: ['agt-1', 'agt-2'], controllers: ['dc-1'], servers }],
  });
  await stage.lab.advance(MINUTE_MS);
  expect([entries('agt-1'), entries('agt-2')]).toEqual([['Active'], ['Inactive']]);
});

test(
  proves(
    'servers.proxy',
    'an agent whose browser alone knows the proxy registers, and stays Inactive until its service does',
  ),
  async () => {
    const behind = { 'agt-1': { proxySetting: 'browser' } } as const;
    await stage.open({
      sites: [
        {
          ...{ name: 'hq', agents: ['agt-1', 'agt-2'], controllers: ['dc-1'], servers: behind },
          proxy: { setting: 'wpad' },
        },
      ],
    });
    await stage.lab.advance(30 * MINUTE_MS);
    expect([entries('agt-1'), entries('agt-2')]).toEqual([['Inactive'], ['Active']]);
    await change('set-proxy', ['agt-1'], { setting: 'configuration' });
    await stage.lab.advance(MINUTE_MS);
    expect(entries('agt-1')).toEqual(['Active']);
  },
);

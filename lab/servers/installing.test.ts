/** What installers do, as an administrator meets it: through changes, in virtual time. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PREVIEW_AGENT_VERSION, PROGRAMS } from '../../protocol/agent-versions.ts';
import { proves } from '../../test/parity/proves.ts';
import { healthy } from '../people/stub-person.ts';
import { createStage, DAY_MS, MINUTE_MS } from './stub-stage.ts';

const stage = createStage();
const { server, entries, idOf, programs, change } = stage;
beforeEach(() => stage.open());
afterEach(() => stage.close());

describe('an upgrade', () => {
  test(
    proves(
      'servers.upgrade',
      'over the top keeps the id and the one entry, and asks for no credentials',
    ),
    async () => {
      const old = { 'agt-1': { version: '1.5.1742.0' } };
      await stage.open({
        sites: [{ name: 'hq', agents: ['agt-1', 'agt-2'], controllers: ['dc-1'], servers: old }],
      });
      const before = idOf('agt-1');
      const signIns = stage.lab.entra.signIns().length;
      const { key } = await change('upgrade-agent', ['agt-1']);
      await stage.lab.advance(MINUTE_MS);
      expect([idOf('agt-1'), server('agt-1').version]).toEqual([before, '1.5.2482.0']);
      expect(entries('agt-1')).toEqual(['Active']);
      expect(stage.lab.entra.signIns().length).toBe(signIns);
      const [listed] = stage.lab.entra.cloud.registry.listed();
      expect([listed?.machineName, listed?.version]).toEqual(['agt-1', '1.5.2482.0']);
      // The way back is none of the installer's: it takes a new registration.
      await stage.lab.changes.undo(key);
      expect(server('agt-1').version).toBe('1.5.1742.0');
      expect(idOf('agt-1')).not.toBe(before);
    },
  );

  test('that one server refuses is taken back on those that had it', async () => {
    const old = { 'agt-1': { version: '1.5.1007.0' } };
    await stage.open({
      sites: [{ name: 'hq', agents: ['agt-1', 'agt-2'], controllers: ['dc-1'], servers: old }],
    });
    const parameters = { version: '1.5.1742.0' };
    await expect(stage.lab.changes.apply('upgrade-agent', {}, parameters)).rejects.toThrow(
      'nothing older goes over it',
    );
    expect(server('agt-1').version).toBe('1.5.1007.0');
    expect(stage.lab.changes.list()).toEqual([]);
  });

  test(
    proves(
      'servers.reinstall',
      'by uninstall and install makes two entries, of which the old one goes',
    ),
    async () => {
      const before = idOf('agt-1');
      const signIns = stage.lab.entra.signIns().length;
      await change('reinstall-agent', ['agt-1']);
      await stage.lab.advance(MINUTE_MS);
      expect(idOf('agt-1')).not.toBe(before);
      expect(stage.lab.entra.signIns().length).toBe(signIns + 1);
      expect(entries('agt-1')).toEqual(['Active', 'Active']);
      await stage.lab.advance(stage.lab.timings.inactiveAfterMs);
      expect(entries('agt-1')).toEqual(['Inactive', 'Active']);
      await stage.lab.advance(stage.lab.timings.removedAfterMs);
      expect(entries('agt-1')).toEqual(['Active']);
    },
  );

  test(
    proves('servers.services', 'that needs a restart of the server comes back by itself'),
    async () => {
      await change('upgrade-agent', ['agt-1'], { reboot: 'yes' });
      expect([server('agt-1').isUp, server('agt-1').services.agent]).toEqual([false, 'stopped']);
      await stage.lab.advance(11 * MINUTE_MS);
      expect(server('agt-1').services).toEqual({ agent: 'running', updater: 'running' });
    },
  );

  test(proves('servers.upgrade', 'never goes back over the top'), async () => {
    await expect(change('upgrade-agent', ['agt-1'], { version: '1.5.1742.0' })).rejects.toThrow(
      'agt-1: 1.5.2482.0 is installed, and nothing older goes over it (1.5.1742.0).',
    );
    expect(stage.lab.changes.list()).toEqual([]);
  });
});

describe('a preview agent', () => {
  const preview = { 'agt-1': { version: PREVIEW_AGENT_VERSION, connector: false } };
  beforeEach(async () => {
    await stage.open({
      sites: [{ name: 'hq', agents: ['agt-1', 'agt-2'], controllers: ['dc-1'], servers: preview }],
    });
  });

  test(
    proves(
      'servers.reinstall',
      'is known by the connector’s name, and upgraded only by uninstalling it',
    ),
    async () => {
      expect(programs('agt-1')).toContain(PROGRAMS.connector);
      expect(programs('agt-1')).not.toContain(PROGRAMS.agent);
      await expect(change('upgrade-agent', ['agt-1'])).rejects.toThrow(
        'has to be uninstalled first',
      );
      await change('upgrade-preview-agent', ['agt-1', 'agt-2']);
      expect(programs('agt-1')).toEqual([PROGRAMS.agent, PROGRAMS.updater]);
      await stage.lab.advance(stage.lab.timings.inactiveAfterMs);
      expect(entries('agt-1')).toEqual(['Inactive', 'Active']);
      expect(entries('agt-2')).toEqual(['Active']);
    },
  );

  test(proves('servers.install', 'cannot be installed on another server'), async () => {
    const other = stage.lab.addServer('agt-9', 'hq');
    const installing = stage.lab.drive(other.install({ version: PREVIEW_AGENT_VERSION }));
    await expect(installing).rejects.toThrow('preview agents cannot be installed on other servers');
  });
});

describe('an uninstall', () => {
  test(
    proves('servers.uninstall', 'leaves the updater behind unless it is removed too'),
    async () => {
      await change('uninstall-agent', ['agt-1']);
      await change('remove-agent', ['agt-2']);
      expect([programs('agt-1'), programs('agt-2')]).toEqual([[PROGRAMS.updater], []]);
      expect(server('agt-1').services).toEqual({ agent: 'absent', updater: 'running' });
    },
  );

  test(
    proves(
      'servers.uninstall',
      'shows as Inactive after the threshold and is dropped ten days after the last contact',
    ),
    async () => {
      await change('remove-agent', ['agt-1']);
      await stage.lab.advance(stage.lab.timings.inactiveAfterMs - 10 * MINUTE_MS);
      expect(entries('agt-1')).toEqual(['Active']);
      await stage.lab.advance(10 * MINUTE_MS);
      expect(entries('agt-1')).toEqual(['Inactive']);
      await stage.lab.advance(10 * DAY_MS - stage.lab.timings.inactiveAfterMs);
      expect(entries('agt-1')).toEqual([]);
    },
  );

  test('is taken back by a new registration, which is another agent to the tenant', async () => {
    const before = idOf('agt-1');
    const { key } = await change('uninstall-agent', ['agt-1']);
    expect(stage.lab.agents.has('agt-1')).toBe(false);
    await stage.lab.changes.undo(key);
    await stage.lab.advance(MINUTE_MS);
    expect(idOf('agt-1')).not.toBe(before);
    expect(entries('agt-1')).toEqual(['Active', 'Active']);
  });
});

describe('an installation', () => {
  test(
    proves(
      'servers.install',
      'at a site comes with a new server, which goes when it is taken back',
    ),
    async () => {
      const { key } = await stage.lab.changes.apply('install-agent', { sites: ['branch'] });
      await stage.lab.faults.on('agent-stopped', { agents: ['agt-4'] });
      expect(server('agt-4').services.agent).toBe('stopped');
      await stage.lab.faults.reset();
      await stage.lab.advance(MINUTE_MS);
      expect([server('agt-4').site, entries('agt-4')]).toEqual(['branch', ['Active']]);
      await stage.lab.changes.undo(key);
      expect([...stage.lab.servers.keys()]).toEqual(['agt-1', 'agt-2', 'agt-3']);
    },
  );

  test('that the tenant refuses at one of two sites leaves nothing at the other', async () => {
    const agents = Array.from({ length: 39 }, (_, at) => `agt-${at + 1}`);
    await stage.open({
      sites: [
        { name: 'hq', agents, controllers: ['dc-1'] },
        { name: 'branch', agents: [], controllers: [] },
      ],
    });
    await expect(stage.lab.changes.apply('install-agent')).rejects.toThrow(
      /^agt-41: it could not register: The tenant already has 40 agents, .* have\.$/,
    );
    expect([...stage.lab.servers.keys()]).toEqual(agents);
    expect(stage.lab.changes.list()).toEqual([]);
  });

  test(proves('servers.install', 'of a second agent on one server is refused'), async () => {
    await expect(change('install-agent', ['agt-1'])).rejects.toThrow(
      'agt-1: it has an agent already, and a server can have only one.',
    );
  });

  test(
    proves(
      'servers.install',
      'by somebody who may not register agents is refused, and leaves nothing',
    ),
    async () => {
      const { userName, password: right } = healthy(stage.lab);
      const added = stage.lab.addServer('agt-9', 'hq');
      const install = (password: string) =>
        stage.lab.drive(added.install({ administrator: { userName, password } }));
      await expect(install(right)).rejects.toThrow('agt-9: it could not register');
      await expect(install('wrong')).rejects.toThrow('the administrator could not sign in');
      expect([added.programs, added.services.agent]).toEqual([[], 'absent']);
    },
  );

  test('of a private network connector changes nothing for the agent beside it', async () => {
    await change('install-connector', ['agt-1']);
    expect(programs('agt-1')).toEqual([PROGRAMS.agent, PROGRAMS.updater, PROGRAMS.connector]);
    expect(server('agt-1').services.agent).toBe('running');
  });
});

/**
 * The upgrade over the top (ED-FAQ): the installer asks for no credentials, the agent keeps its id
 * and its one entry in the list; its service is down for a moment, or the server restarts. One
 * server after the other, as a rolling upgrade.
 */
import { AGENT_VERSIONS, LATEST_AGENT_VERSION } from '../../protocol/agent-versions.ts';
import { SERVER_TIMES } from '../../protocol/server-times.ts';
import { HOUR_MS } from '../../protocol/time-units.ts';
import { oneByOne } from '../servers/one-by-one.ts';
import { putBack } from '../servers/reinstall.ts';
import { withAgents } from '../servers/servers-in.ts';
import type { Change } from './change.ts';

const { installMs, rebootMs } = SERVER_TIMES;

export const upgradeAgent: Change = {
  id: 'upgrade-agent',
  title: 'Upgrade an agent over the top',
  about: 'Runs the installer of another version over the installed agent; no credentials.',
  where: ['sites', 'agents'],
  parameters: {
    version: {
      about: 'To which version',
      type: 'choice',
      choices: AGENT_VERSIONS.map(({ version }) => version),
      default: LATEST_AGENT_VERSION,
    },
    install: {
      about: 'How long the service is down while files are replaced',
      type: 'duration',
      defaultMs: installMs.value,
      minMs: 1_000,
      maxMs: HOUR_MS,
    },
    reboot: {
      about: 'Whether the installer could not replace all files, so that the server restarts',
      type: 'choice',
      choices: ['no', 'yes'],
      default: 'no',
    },
    pause: {
      about: 'Between one server and the next',
      type: 'duration',
      defaultMs: 0,
      minMs: 0,
      maxMs: 24 * HOUR_MS,
    },
  },
  async apply(lab, where, { version, install, reboot, pause }) {
    const before = withAgents(lab, where).map((server) => ({ server, earlier: server.version }));
    const options = {
      ...{ version: String(version), installMs: Number(install) },
      ...(reboot === 'yes' && { rebootMs: rebootMs.value }),
    };
    const upgrade = async ({ server }: (typeof before)[number], at: number) => {
      if (at > 0 && Number(pause) > 0) await lab.wait(Number(pause));
      await lab.drive(server.upgrade(options));
    };
    return oneByOne(before, upgrade, (one) => putBack(lab, one));
  },
  basis: 'documented',
  sources: ['ED-FAQ', 'ED-VER'],
};

/**
 * What the agents' service knows of the site's web proxy, and the restart that makes it so.
 * `browser` is the trap of the FAQ: enough to install and register, and the agent stays Inactive,
 * because the service has no proxy.
 */
import type { ProxySetting } from '../estate.ts';
import { oneByOne } from '../servers/one-by-one.ts';
import { serversIn } from '../servers/servers-in.ts';
import type { Change } from './change.ts';

export const setProxy: Change = {
  id: 'set-proxy',
  title: 'Set the outbound proxy of agents',
  about: 'Sets how the agent service finds the site’s web proxy, and restarts the service.',
  where: ['sites', 'agents'],
  parameters: {
    setting: {
      about: 'By WPAD, in the service’s configuration file, only for the browser, or not at all',
      type: 'choice',
      choices: ['wpad', 'configuration', 'browser', 'none'],
      default: 'configuration',
    },
  },
  async apply(lab, where, { setting }) {
    const before = serversIn(lab, where).map((server) => ({
      server,
      earlier: server.proxySetting,
    }));
    const write = async (server: (typeof before)[number]['server'], value: ProxySetting) => {
      server.setProxy(value);
      if (server.services.agent === 'running') await lab.drive(server.restart('agent'));
    };
    return oneByOne(
      before,
      ({ server }) => write(server, setting as ProxySetting),
      ({ server, earlier }) => write(server, earlier),
    );
  },
  basis: 'documented',
  sources: ['ED-FAQ'],
};

/**
 * The proxy’s configuration script cannot be read. Whoever depends on it goes out directly, and
 * where direct traffic is closed that leads nowhere.
 */
import type { Fault } from './fault.ts';
import { behindProxy } from './shared/proxied.ts';

export const brokenPac: Fault = {
  id: 'broken-pac',
  title: 'PAC file broken',
  cause:
    'The automatic configuration script (PAC) of the site cannot be read: the agents’ servers ' +
    'find no proxy and try to go out directly, which the firewall drops.',
  ...behindProxy('broken-pac'),
  lookAlike: {
    fault: 'proxy-down',
    toldApartBy:
      'The agents’ servers do not even call the proxy; where it is down they do, and nobody ' +
      'answers.',
  },
  fix:
    'Repair the script at its address (a browser on the server shows whether it loads), or ' +
    'name the proxy in the agent’s configuration file.',
  basis: 'assumed',
  sources: ['ED-FAQ', 'lab'],
};

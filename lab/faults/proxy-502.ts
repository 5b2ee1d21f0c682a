/**
 * The proxy takes the agents’ connections and cannot make its own: its upstream, its resolver or
 * its policy is broken.
 */
import type { Fault } from './fault.ts';
import { behindProxy } from './shared/proxied.ts';

export const proxy502: Fault = {
  id: 'proxy-502',
  title: 'Proxy cannot reach the cloud',
  cause: 'The site’s web proxy answers 502 to the agents’ connections.',
  ...behindProxy('bad-gateway'),
  lookAlike: {
    fault: 'proxy-down',
    toldApartBy: 'The proxy answers, with an error; where it is down nobody answers at its port.',
  },
  fix:
    'Look at the proxy’s own way out: upstream, resolver, and its rules for *.msappproxy.net ' +
    'and *.servicebus.windows.net.',
  basis: 'documented',
  sources: ['ED-APX'],
};

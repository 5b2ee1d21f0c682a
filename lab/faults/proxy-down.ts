/**
 * The only way out is gone. On the wire it is a refused connection, and not to the cloud.
 */
import type { Fault } from './fault.ts';
import { behindProxy } from './shared/proxied.ts';

export const proxyDown: Fault = {
  id: 'proxy-down',
  title: 'Proxy down',
  cause: 'The site’s web proxy does not listen any more.',
  ...behindProxy('down'),
  lookAlike: {
    fault: 'proxy-502',
    toldApartBy:
      'Nobody answers at the proxy’s port; where its own way out is broken it answers with 502.',
  },
  fix:
    'Bring the proxy back, or let the agents’ servers out directly to *.msappproxy.net and ' +
    '*.servicebus.windows.net.',
  basis: 'assumed',
  sources: ['ED-FAQ', 'lab'],
};

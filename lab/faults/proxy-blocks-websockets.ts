/**
 * A proxy that inspects does not pass web sockets on. One that does not inspect could not tell:
 * so the agents’ client certificates are lost with them.
 */
import type { Fault } from './fault.ts';
import { behindProxy } from './shared/proxied.ts';

export const proxyBlocksWebsockets: Fault = {
  id: 'proxy-blocks-websockets',
  title: 'Proxy blocks web sockets',
  cause:
    'The site’s web proxy inspects TLS with a CA that the site trusts, and refuses to upgrade ' +
    'to web sockets.',
  ...behindProxy('refuses-upgrades'),
  lookAlike: {
    fault: 'tls-inspection',
    toldApartBy:
      'Signalling ends with a refused upgrade, not with a rejected client certificate; ' +
      'bootstrap fails in both, because inspection loses the certificate.',
  },
  fix:
    'Exempt *.msappproxy.net and *.servicebus.windows.net from inspection on the proxy; web ' +
    'sockets then pass as bytes.',
  basis: 'assumed',
  sources: ['ED-QS', 'lab'],
};

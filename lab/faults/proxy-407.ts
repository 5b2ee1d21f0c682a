/**
 * The proxy wants a user name and password from everybody. The agent service runs as a machine
 * account and has none to give: unsupported.
 */
import type { Fault } from './fault.ts';
import { behindProxy } from './shared/proxied.ts';

export const proxy407: Fault = {
  id: 'proxy-407',
  title: 'Proxy asks for credentials',
  cause: 'The site’s web proxy answers 407 to the agents’ connections: it wants credentials.',
  ...behindProxy('asks-for-credentials'),
  lookAlike: {
    fault: 'proxy-502',
    toldApartBy:
      'The proxy’s log: 407 for the agents’ servers here, 502 there. On the agent server the ' +
      'same request with a person’s credentials succeeds here.',
  },
  fix:
    'Exempt the agents’ servers from proxy authentication (by address), or let them out ' +
    'directly.',
  basis: 'documented',
  sources: ['ED-APX', 'ED-FAQ'],
};

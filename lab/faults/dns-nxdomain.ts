/**
 * The resolver says that the cloud’s names do not exist: a filter, a broken forwarder, split DNS
 * gone wrong. Open connections go on; whatever has to connect anew does not.
 */
import type { Fault } from './fault.ts';
import { misresolved } from './shared/misresolved.ts';

export const dnsNxdomain: Fault = {
  id: 'dns-nxdomain',
  title: 'Names of the cloud not found',
  cause: 'The resolver of the agents’ servers answers that the cloud’s names do not exist.',
  ...misresolved('no-such-name'),
  parameters: {},
  lookAlike: {
    fault: 'dns-wrong-address',
    toldApartBy:
      'Resolve-DnsName on the agent server finds no such name here, and an address that is not ' +
      'Microsoft’s there.',
  },
  fix:
    'Repair the forwarder or filter that the agents’ servers resolve with; *.msappproxy.net ' +
    'and *.servicebus.windows.net must resolve.',
  basis: 'assumed',
  sources: ['SEED-C', 'lab'],
};

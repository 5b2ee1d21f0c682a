/**
 * The resolver answers with the address of something else: a sinkhole, an old hosts entry. What
 * answers there has another certificate.
 */
import type { Fault } from './fault.ts';
import { misresolved } from './shared/misresolved.ts';

export const dnsWrongAddress: Fault = {
  id: 'dns-wrong-address',
  title: 'Names of the cloud lead elsewhere',
  cause:
    'The resolver of the agents’ servers answers with an address at which something else ' +
    'listens.',
  ...misresolved('wrong-address'),
  parameters: {},
  lookAlike: {
    fault: 'dns-nxdomain',
    toldApartBy:
      'Resolve-DnsName on the agent server answers with an address that is not Microsoft’s ' +
      'here, and finds no such name there.',
  },
  fix:
    'Remove the hosts entry, sinkhole or zone that answers for *.msappproxy.net and ' +
    '*.servicebus.windows.net.',
  basis: 'assumed',
  sources: ['SEED-C', 'lab'],
};

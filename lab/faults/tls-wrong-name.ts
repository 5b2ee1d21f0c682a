/**
 * A certificate of another host: a captive portal, a reverse proxy in the wrong place, a block
 * page.
 */
import type { Fault } from './fault.ts';
import { inspectedWith } from './shared/inspected.ts';

export const tlsWrongName: Fault = {
  id: 'tls-wrong-name',
  title: 'Certificate in the path of another name',
  cause: 'A device in the path answers for the cloud with a certificate of its own name.',
  ...inspectedWith('wrong-name'),
  lookAlike: {
    fault: 'dns-wrong-address',
    toldApartBy:
      'The name resolves to Microsoft’s addresses here; where name resolution leads astray it ' +
      'resolves to others.',
  },
  fix:
    'Take the block page or portal out of the agents’ way: exempt *.msappproxy.net and ' +
    '*.servicebus.windows.net.',
  basis: 'assumed',
  sources: ['ED-QS', 'lab'],
};

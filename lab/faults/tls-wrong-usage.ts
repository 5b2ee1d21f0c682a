/**
 * A certificate whose extended key usage allows clients only: issued from the wrong template.
 */
import type { Fault } from './fault.ts';
import { inspectedWith } from './shared/inspected.ts';

export const tlsWrongUsage: Fault = {
  id: 'tls-wrong-usage',
  title: 'Certificate in the path not for servers',
  cause:
    'A device in the path answers for the cloud with a certificate that is not made for ' +
    'servers.',
  ...inspectedWith('client-usage'),
  lookAlike: {
    fault: 'tls-wrong-name',
    toldApartBy:
      'Name, dates and issuer of the certificate that is shown are right; its extended key ' +
      'usage lacks server authentication.',
  },
  fix:
    'Issue the device’s certificate from a template with server authentication; exempt ' +
    '*.msappproxy.net and *.servicebus.windows.net from inspection.',
  basis: 'assumed',
  sources: ['ED-QS', 'lab'],
};

/**
 * The certificate of the device in front of the cloud has run out, typically an inspecting
 * proxy’s that nobody renewed. The first connection after that is refused by the agents.
 */
import type { Fault } from './fault.ts';
import { inspectedWith } from './shared/inspected.ts';

export const tlsExpired: Fault = {
  id: 'tls-expired',
  title: 'Certificate in the path expired',
  cause: 'A device in the path answers for the cloud with a certificate whose validity has ended.',
  ...inspectedWith('expired'),
  lookAlike: {
    fault: 'tls-not-yet-valid',
    toldApartBy:
      'The dates of the certificate that is shown: its end is in the past here, its beginning ' +
      'in the future there.',
  },
  fix:
    'Renew the certificate of the inspecting device, and exempt *.msappproxy.net and ' +
    '*.servicebus.windows.net from inspection: no inspection carries agents’ client ' +
    'certificates.',
  basis: 'assumed',
  sources: ['ED-QS', 'lab'],
};

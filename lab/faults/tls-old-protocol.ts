/**
 * An old inspecting device speaks nothing newer than TLS 1.1, which agents refuse: they need 1.2.
 */
import type { Fault } from './fault.ts';
import { inspectedWith } from './shared/inspected.ts';

export const tlsOldProtocol: Fault = {
  id: 'tls-old-protocol',
  title: 'Only TLS 1.0 and 1.1 in the path',
  cause: 'A device in the path ends TLS for the cloud and offers TLS 1.0 and 1.1 only.',
  ...inspectedWith('old-protocol'),
  lookAlike: {
    fault: 'tls-no-shared-cipher',
    toldApartBy:
      'The handshake ends over the protocol version here, over the cipher suites there: both ' +
      'before any certificate is shown.',
  },
  fix:
    'Update the inspecting device, or exempt *.msappproxy.net and *.servicebus.windows.net ' +
    'from inspection. Agents need TLS 1.2.',
  basis: 'assumed',
  sources: ['ED-QS', 'lab'],
};

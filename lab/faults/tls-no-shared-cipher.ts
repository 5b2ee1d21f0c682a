/**
 * A hardened (or ancient) device in the path shares no cipher suite with the agents’ servers.
 */
import type { Fault } from './fault.ts';
import { inspectedWith } from './shared/inspected.ts';

export const tlsNoSharedCipher: Fault = {
  id: 'tls-no-shared-cipher',
  title: 'No cipher suite in common',
  cause:
    'A device in the path ends TLS for the cloud and accepts none of the cipher suites that ' +
    'the agents’ servers offer.',
  ...inspectedWith('no-common-cipher'),
  lookAlike: {
    fault: 'tls-old-protocol',
    toldApartBy:
      'The handshake ends over the cipher suites here, over the protocol version there: both ' +
      'before any certificate is shown.',
  },
  fix:
    'Align the cipher suites of the agents’ servers and the device, or exempt ' +
    '*.msappproxy.net and *.servicebus.windows.net from inspection.',
  basis: 'assumed',
  sources: ['ED-QS', 'lab'],
};

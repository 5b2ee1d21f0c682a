/**
 * A certificate that begins in the future: rolled out too early, or made by a device whose clock
 * is ahead.
 */
import type { Fault } from './fault.ts';
import { inspectedWith } from './shared/inspected.ts';

export const tlsNotYetValid: Fault = {
  id: 'tls-not-yet-valid',
  title: 'Certificate in the path not yet valid',
  cause: 'A device in the path answers for the cloud with a certificate that is not valid yet.',
  ...inspectedWith('not-yet-valid'),
  lookAlike: {
    fault: 'tls-expired',
    toldApartBy:
      'The dates of the certificate that is shown: its beginning is in the future here, its end ' +
      'in the past there. If every certificate looks that way, the server’s own clock is ' +
      'behind.',
  },
  fix:
    'Set the clock of the inspecting device and issue its certificate again; exempt ' +
    '*.msappproxy.net and *.servicebus.windows.net from inspection.',
  basis: 'assumed',
  sources: ['ED-QS', 'lab'],
};

/**
 * Outbound 443 blocked: the firewall rule changed overnight. What open connections do decides how
 * fast it shows. Port 8080 is closed with it, as it is wherever nobody opened it on purpose.
 */
import { CLOUD_PATTERNS, CLOUD_PORTS } from '../../protocol/hosts.ts';
import type { Fault } from './fault.ts';
import { blocking } from './shared/blocked.ts';
import { cloudLostClaims } from './shared/symptoms.ts';

export const block443: Fault = {
  id: 'block-443',
  title: 'Outbound 443 blocked',
  cause: 'A firewall between the agents and the internet no longer lets TCP 443 out.',
  ...blocking(CLOUD_PATTERNS, [CLOUD_PORTS.https, CLOUD_PORTS.status]),
  symptoms: cloudLostClaims,
  lookAlike: {
    fault: 'tls-inspection',
    toldApartBy:
      'From the agent server: a blocked 443 never finishes the TCP connection; an inspected one does, ' +
      'and shows a certificate chain that is not Microsoft’s.',
  },
  fix:
    'Allow outbound TCP 443 from every agent server to *.msappproxy.net and *.servicebus.windows.net; ' +
    'then restart the agent service or wait for the next bootstrap, at most ten minutes.',
  basis: 'documented',
  sources: ['ED-QS', 'ED-TS', 'SEED-C'],
};

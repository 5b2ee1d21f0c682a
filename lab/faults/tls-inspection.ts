/**
 * TLS inspection on the path. The site's servers usually trust the inspecting CA, as companies roll
 * it out: then the handshake succeeds, registration may too, and what is lost is the client
 * certificate.
 */
import { CLOUD_PATTERNS, CLOUD_PORTS } from '../../protocol/hosts.ts';
import type { Fault } from './fault.ts';
import { ESTABLISHED_BROKEN, establishedOf } from './shared/parameters.ts';
import { cloudLostClaims } from './shared/symptoms.ts';
import { pathScope } from './shared/where.ts';

export const tlsInspection: Fault = {
  id: 'tls-inspection',
  title: 'TLS inspection on the path',
  family: 'tls',
  cause:
    'A web proxy ends the agents’ TLS connections, re-signs the server certificate with its own CA ' +
    'and opens new connections that carry no client certificate.',
  where: ['sites', 'agents'],
  parameters: {
    authority: {
      about: 'Whether the servers of the site trust the inspecting CA',
      type: 'choice',
      choices: ['trusted', 'untrusted'],
      default: 'trusted',
    },
    established: ESTABLISHED_BROKEN,
  },
  effects: (where, values) => [
    {
      on: 'path',
      kind: 'inspect',
      scope: pathScope(where, CLOUD_PATTERNS, [CLOUD_PORTS.https]),
      authority: values.authority === 'untrusted' ? 'unknown' : 'trusted',
      presents: 'valid',
      established: establishedOf(values),
    },
  ],
  symptoms: cloudLostClaims,
  lookAlike: {
    fault: 'block-443',
    toldApartBy:
      'An inspected connection completes TCP and TLS and shows the inspecting CA as issuer; a blocked ' +
      'one never connects.',
  },
  fix:
    'Exempt *.msappproxy.net and *.servicebus.windows.net from inspection: agents use client ' +
    'certificates, which no inspecting proxy can pass on.',
  basis: 'documented',
  sources: ['ED-QS', 'ED-APX', 'SEED-C'],
};

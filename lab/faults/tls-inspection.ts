/**
 * TLS inspection on the path. The site's servers usually trust the inspecting CA, as companies roll
 * it out: then the handshake succeeds, registration may too, and what is lost is the client
 * certificate.
 */
import type { Established } from '../../protocol/effects.ts';
import { CLOUD_PATTERNS } from '../../protocol/hosts.ts';
import type { Fault } from './fault.ts';
import { HEALED_RESULTS, healedAfterMs, NO_AGENT_RESULTS } from './symptoms.ts';
import { pathScope } from './where.ts';

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
    established: {
      about: 'What happens to connections that are already open',
      type: 'choice',
      choices: ['cut', 'blackhole'],
      default: 'cut',
    },
  },
  effects: (where, values) => [
    {
      on: 'path',
      kind: 'inspect',
      scope: pathScope(where, CLOUD_PATTERNS),
      authority: values.authority === 'untrusted' ? 'unknown' : 'trusted',
      established: values.established as Established,
    },
  ],
  symptoms: (timings, values) => [
    {
      phase: 'noticed',
      afterMs:
        values.established === 'blackhole'
          ? timings.keepAliveTimeoutMs + timings.keepAliveIntervalMs
          : timings.signallingRetryFirstMs,
      results: NO_AGENT_RESULTS,
      events: [31034],
      status: 'Inactive',
    },
    {
      phase: 'healed',
      afterMs: healedAfterMs(timings),
      results: HEALED_RESULTS,
      events: [],
      status: 'Active',
    },
  ],
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

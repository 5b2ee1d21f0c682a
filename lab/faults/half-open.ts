/**
 * Connections open and then nothing arrives: a firewall that lost its mind, or a route that works
 * one way. A test that only connects says that all is well.
 */
import { CLOUD_PATTERNS, CLOUD_PORTS } from '../../protocol/hosts.ts';
import type { Fault } from './fault.ts';
import { cloudLostClaims } from './shared/symptoms.ts';
import { pathScope } from './shared/where.ts';

const DIRECTIONS = ['both', 'out', 'in'] as const;

export const halfOpen: Fault = {
  id: 'half-open',
  title: 'Connections that carry nothing',
  family: 'network',
  cause:
    'TCP connections to the cloud open as usual, and what is sent over them never arrives: one way or ' +
    'both.',
  where: ['sites', 'agents'],
  parameters: {
    direction: {
      about: 'Which way nothing arrives any more, seen from the agents',
      type: 'choice',
      choices: DIRECTIONS,
      default: 'both',
    },
    established: {
      about: 'What happens to connections that are already open',
      type: 'choice',
      choices: ['keep', 'blackhole'],
      default: 'blackhole',
    },
  },
  effects: (where, { direction, established }) => [
    {
      on: 'path',
      kind: 'stall',
      scope: pathScope(where, CLOUD_PATTERNS, [CLOUD_PORTS.https, CLOUD_PORTS.status]),
      direction: DIRECTIONS.find((one) => one === direction) ?? 'both',
      established: established === 'keep' ? 'keep' : 'blackhole',
    },
  ],
  symptoms: cloudLostClaims,
  lookAlike: {
    fault: 'block-443',
    toldApartBy:
      'Test-NetConnection to port 443 succeeds and the TLS handshake never ends; with 443 blocked the ' +
      'connection is not made at all.',
  },
  fix: 'Follow a packet capture on both sides of the firewall; look for asymmetric routing and MTU.',
  basis: 'assumed',
  sources: ['lab'],
};

/**
 * A line that loses packets: TCP hides it at the price of time. Only heavy loss ends sign-ins.
 */
import { CLOUD_PATTERNS, CLOUD_PORTS } from '../../protocol/hosts.ts';
import type { Fault } from './fault.ts';
import { healedClaim, USUAL_RESULTS } from './shared/symptoms.ts';
import { pathScope } from './shared/where.ts';

export const lossy443: Fault = {
  id: 'lossy-443',
  title: 'Line to the cloud loses packets',
  family: 'network',
  cause: 'Something between the agents and the internet drops part of the packets at random.',
  where: ['sites', 'agents'],
  parameters: {
    loss: {
      about: 'Part of the packets that is lost',
      type: 'number',
      unit: 'share',
      default: 0.1,
      min: 0.001,
      max: 0.95,
    },
  },
  effects: (where, { loss }) => [
    {
      on: 'path',
      kind: 'loss',
      scope: pathScope(where, CLOUD_PATTERNS, [CLOUD_PORTS.https]),
      lossShare: Number(loss),
    },
  ],
  symptoms: (timings) => [
    { phase: 'noticed', afterMs: 0, results: USUAL_RESULTS, events: [], status: 'Active' },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'slow-443',
    toldApartBy:
      'Most sign-ins are as fast as ever and some take seconds; on a slow line every one takes longer by ' +
      'about the same.',
  },
  fix: 'Find the device or line that drops packets (interface errors, a full queue, a duplex mismatch).',
  basis: 'assumed',
  sources: ['RFC-6298', 'lab'],
};

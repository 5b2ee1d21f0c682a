/**
 * A resolver that answers late: whoever connects waits for it first. With the default it is later
 * than a bootstrap waits, so agents fall silent while sign-ins go on over open connections.
 */
import type { Fault } from './fault.ts';
import { misresolved } from './shared/misresolved.ts';

export const dnsSlow: Fault = {
  id: 'dns-slow',
  title: 'Name resolution slow',
  cause:
    'The first resolver of the agents’ servers is gone, and each name takes as long as it takes to ' +
    'ask the next one.',
  ...misresolved('late'),
  parameters: {
    delay: {
      about: 'How long a name takes',
      type: 'duration',
      defaultMs: 30_000,
      minMs: 100,
      maxMs: 120_000,
    },
  },
  lookAlike: {
    fault: 'slow-443',
    toldApartBy:
      'Only what connects anew is slow; what goes over an open connection, sign-ins among it, takes as ' +
      'long as ever. On a slow line everything is slow.',
  },
  fix: 'Repair or remove the first resolver of the agents’ servers, so that names are answered at once.',
  basis: 'assumed',
  sources: ['SEED-C', 'lab'],
};

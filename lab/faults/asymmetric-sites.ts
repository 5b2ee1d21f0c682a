/**
 * One of two lines of a site is broken. New connections are dealt over both, so the same probe from
 * the same server works and fails in turn, and other sites see nothing at all.
 */
import { CLOUD_PATTERNS, CLOUD_PORTS } from '../../protocol/hosts.ts';
import type { Fault } from './fault.ts';
import { shareOf } from './shared/parameters.ts';
import { healedClaim, USUAL_RESULTS } from './shared/symptoms.ts';
import { pathScope } from './shared/where.ts';

export const asymmetricSites: Fault = {
  id: 'asymmetric-sites',
  title: 'One of a site’s two lines broken',
  family: 'network',
  cause:
    'A site leaves over two lines that share the connections, and one of them answers nothing: part of ' +
    'the new connections of that site is lost, those that are open on the good line go on.',
  where: ['sites', 'agents'],
  parameters: {
    share: shareOf('new connections', 0.5),
  },
  effects: (where, { share }) => [
    {
      on: 'path',
      kind: 'drop',
      scope: {
        ...pathScope(where, CLOUD_PATTERNS, [CLOUD_PORTS.https, CLOUD_PORTS.status]),
        share: Number(share),
      },
      established: 'keep',
    },
  ],
  // Long enough for several bootstraps, each of which may take either line.
  seenIn: {
    where: { sites: ['branch'] },
    timings: { bootstrapIntervalMs: 120_000, inactiveAfterMs: 1_500_000, connectionIdleMs: 90_000 },
    forMs: 1_200_000,
  },
  symptoms: (timings) => [
    { phase: 'noticed', afterMs: 0, results: USUAL_RESULTS, events: [31034], status: 'Active' },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'block-443',
    toldApartBy:
      'The agents of one site log 31034 now and then and stay Active, because every other bootstrap ' +
      'succeeds; with 443 blocked none does, and they turn Inactive.',
  },
  fix:
    'Probe each line of the site by itself (both next hops of the default route), and take the broken ' +
    'one out of the balance until it is repaired.',
  basis: 'assumed',
  sources: ['lab'],
};

/**
 * What faults of a site’s web proxy have in common. They act on those who go through it, so that
 * claims need an estate with one: without a proxy nothing happens.
 */
import type { ProxyBehaviour } from '../../../protocol/effects.ts';
import { CLOUD_PATTERNS } from '../../../protocol/hosts.ts';
import { DEFAULT_SITES } from '../../estate.ts';
import type { Fault } from '../fault.ts';
import { ESTABLISHED_BROKEN, establishedOf } from './parameters.ts';
import { cloudLostClaims } from './symptoms.ts';
import { pathScope } from './where.ts';

const SITES_WITH_PROXY = DEFAULT_SITES.map((site) => ({
  ...site,
  proxy: { setting: 'wpad' as const },
}));

export function behindProxy(
  behaviour: ProxyBehaviour,
): Pick<Fault, 'family' | 'where' | 'parameters' | 'effects' | 'symptoms' | 'seenIn'> {
  return {
    family: 'proxy',
    where: ['sites', 'agents'],
    parameters: { established: ESTABLISHED_BROKEN },
    effects: (where, values) => [
      {
        on: 'path',
        kind: 'proxy',
        scope: pathScope(where, CLOUD_PATTERNS),
        behaviour,
        established: establishedOf(values),
      },
    ],
    seenIn: { estate: { sites: SITES_WITH_PROXY } },
    symptoms: cloudLostClaims,
  };
}

/**
 * What faults with an inspecting device in the path have in common: it ends the agents’ TLS
 * connections and shows something of its own. They differ in what it shows.
 */
import type { Presented } from '../../../protocol/effects.ts';
import { CLOUD_PATTERNS, CLOUD_PORTS } from '../../../protocol/hosts.ts';
import type { Fault } from '../fault.ts';
import { ESTABLISHED_BROKEN, establishedOf } from './parameters.ts';
import { cloudLostClaims } from './symptoms.ts';
import { pathScope } from './where.ts';

export function inspectedWith(
  presents: Presented,
): Pick<Fault, 'family' | 'where' | 'parameters' | 'effects' | 'symptoms'> {
  return {
    family: 'tls',
    where: ['sites', 'agents'],
    parameters: { established: ESTABLISHED_BROKEN },
    effects: (where, values) => [
      {
        on: 'path',
        kind: 'inspect',
        scope: pathScope(where, CLOUD_PATTERNS, [CLOUD_PORTS.https]),
        authority: 'trusted',
        presents,
        established: establishedOf(values),
      },
    ],
    symptoms: cloudLostClaims,
  };
}

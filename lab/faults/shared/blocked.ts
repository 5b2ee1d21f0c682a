/**
 * What faults of a firewall that shuts a way have in common. They differ in whom it shuts out:
 * names, ports.
 */
import type { Fault, Parameter, ParameterValues } from '../fault.ts';
import { ESTABLISHED, establishedOf } from './parameters.ts';
import { pathScope } from './where.ts';

/** How a firewall says no to a new connection. */
export const BLOCKED_HOW = {
  about:
    'What the firewall does with a new connection: no answer, an immediate refusal, or a reset of ' +
    'what had just connected',
  type: 'choice',
  choices: ['drop', 'refuse', 'reset'],
  default: 'drop',
} as const satisfies Parameter;

export function blockedHow({ how }: ParameterValues): 'drop' | 'refuse' | 'reset' {
  return how === 'refuse' || how === 'reset' ? how : 'drop';
}

export function blocking(
  hosts: readonly string[],
  ports?: readonly number[],
): Pick<Fault, 'family' | 'where' | 'parameters' | 'effects'> {
  return {
    family: 'network',
    where: ['sites', 'agents'],
    parameters: { how: BLOCKED_HOW, established: ESTABLISHED },
    effects: (where, values) => [
      {
        on: 'path',
        kind: blockedHow(values),
        scope: pathScope(where, hosts, ports),
        established: establishedOf(values),
      },
    ],
  };
}

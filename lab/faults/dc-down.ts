/**
 * Domain controllers gone. The agents stay connected, Active and selectable: the portal looks
 * healthy while every sign-in that lands on a blind agent fails.
 */

import type { Effect } from '../../protocol/effects.ts';
import { DIRECTORY_PATTERN } from '../../protocol/hosts.ts';
import type { Fault, Where } from './fault.ts';
import { healedAfter } from './shared/symptoms.ts';
import { pathScope } from './shared/where.ts';

export const dcDown: Fault = {
  id: 'dc-down',
  title: 'Domain controllers down',
  family: 'directory',
  cause:
    'The domain controllers have stopped, or the agents’ way to them is closed. Where agents or sites ' +
    'are named, it is their way that is closed; the controllers themselves go on.',
  where: ['sites', 'agents', 'controllers'],
  parameters: {
    how: {
      about:
        'How a closed way answers: not at all, or with a refusal (a stopped controller always refuses)',
      type: 'choice',
      choices: ['drop', 'refuse'],
      default: 'drop',
    },
  },
  effects: (where, values) => [effectOf(where, values.how === 'refuse' ? 'refuse' : 'drop')],
  symptoms: (timings) => [
    {
      phase: 'noticed',
      afterMs: 0,
      results: {
        'right-password': [80007],
        'wrong-password': [80007],
        'cloud-only': [0],
      },
      events: [31019],
      status: 'Active',
    },
    healedAfter(timings.controllerTimeoutMs),
  ],
  lookAlike: {
    fault: 'block-443',
    toldApartBy:
      'Both can show agents as Active, 443 for its first two hours. With 443 blocked users read 80001 or ' +
      '80002 and the agents log 31034; with the controllers gone it is 80007 and 31019.',
  },
  fix:
    'Bring a domain controller back, or the agents’ way to one: DNS of the agent servers, routing, ' +
    'and the controllers’ own state. No agent needs to be restarted.',
  basis: 'documented',
  sources: ['ED-TS', 'SEED-C'],
};

function effectOf(where: Where, kind: 'drop' | 'refuse'): Effect {
  const { agents, sites, controllers } = where;
  if (!agents && !sites)
    return { on: 'controller', controllers: controllers ?? ['*'], kind: 'stop' };
  const hosts = controllers?.map((name) => DIRECTORY_PATTERN.replace('*', name));
  return {
    on: 'path',
    kind,
    scope: pathScope(where, hosts ?? [DIRECTORY_PATTERN]),
    established: 'cut',
  };
}

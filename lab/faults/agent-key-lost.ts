/**
 * The private key is gone, or another one is in its place. The agent stays connected and Active and
 * takes its share of the sign-ins, none of which it can decrypt.
 */
import type { Fault } from './fault.ts';
import { healedClaim, passwordResults } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

const LEFT = ['nothing', 'another-key'] as const;

export const agentKeyLost: Fault = {
  id: 'agent-key-lost',
  title: 'Private key of the agent lost',
  family: 'agent',
  cause:
    'The key container of the agent was deleted, lost its access rights, or came back from a backup ' +
    'as it was before a renewal.',
  where: ['agents'],
  parameters: {
    left: {
      about: 'What is found where the key was',
      ...{ type: 'choice', choices: LEFT, default: 'nothing' },
    },
  },
  effects: (where, values) => [
    { ...onServers(where), kind: 'lose-key', left: isOther(values.left) ? LEFT[1] : LEFT[0] },
  ],
  symptoms: (timings, values) => [
    {
      phase: 'noticed',
      afterMs: 0,
      results: isOther(values.left) ? passwordResults(80010) : passwordResults(80011),
      events: [isOther(values.left) ? 60010 : 60015],
      status: 'Active',
    },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'agent-cloned',
    toldApartBy:
      'One server alone is hit, all of its sign-ins, from one moment on; with a clone it is a part of ' +
      'them, from a renewal on, and both machines bear the same id.',
  },
  fix: 'Install and register a new agent, then uninstall this one: no backup of a key helps after a renewal.',
  basis: 'documented',
  sources: ['ED-TS', 'lab'],
};

function isOther(left: string | number | undefined): boolean {
  return left === 'another-key';
}

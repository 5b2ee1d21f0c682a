/** The agent's process is gone and nobody has started it again: as stopped, without a word. */
import type { Fault } from './fault.ts';
import { agentsGoneClaims } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const agentCrashed: Fault = {
  id: 'agent-crashed',
  title: 'Agent process gone',
  family: 'agent',
  cause: 'The agent’s process ended all of a sudden; what it had in hand is lost.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [{ ...onServers(where), kind: 'crash' }],
  symptoms: (timings) => agentsGoneClaims(timings, []),
  lookAlike: {
    fault: 'agent-stopped',
    toldApartBy: 'The log of a process that crashed has no line that says it stopped (60002).',
  },
  fix: 'Start the service again; let Windows restart it after a failure; look for what ended it.',
  basis: 'assumed',
  sources: ['ED-SEC', 'lab'],
};

/**
 * An agent of years ago. Age alone shows nowhere but in its version; what breaks is an agent from
 * before TLS 1.2 was its default, on a machine that was never told to use it.
 */
import { isOlder, TLS12_SINCE } from '../../protocol/agent-versions.ts';
import type { AgentServerEffect } from '../../protocol/effects.ts';
import type { Fault, ParameterValues, Where } from './fault.ts';
import { healedClaim, NO_AGENT_RESULTS, USUAL_RESULTS } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const agentOutdated: Fault = {
  id: 'agent-outdated',
  title: 'Agent outdated',
  family: 'agent',
  cause:
    'The server runs an old version, as it was delivered. Those before 1.5.643.0 offer TLS 1.0 unless ' +
    'the machine is told otherwise, and the cloud takes nothing below 1.2.',
  where: ['agents'],
  parameters: {
    version: {
      about:
        'What is installed: a version from before TLS 1.2 was the default, or an old one after it',
      ...{ type: 'choice', choices: ['1.5.405.0', '1.5.1742.0'], default: '1.5.405.0' },
    },
  },
  effects: (where, { version }) => oldAgent(where, String(version)),
  symptoms: (timings, values) => [
    isBeforeTls12(values)
      ? {
          phase: 'noticed',
          afterMs: timings.signallingRetryFirstMs,
          results: NO_AGENT_RESULTS,
          events: [31034],
          status: 'Inactive',
        }
      : {
          phase: 'noticed',
          // The service starts with the version that is there now.
          afterMs: timings.signallingOpenTimeoutMs,
          results: USUAL_RESULTS,
          events: [],
          status: 'Active',
        },
    healedClaim(timings),
  ],
  lookAlike: {
    fault: 'agent-tls12-off',
    toldApartBy:
      'Programs and Features shows the version; a current agent has the setting to blame.',
  },
  fix: 'Install the latest version over it: quick, without credentials, and the id stays.',
  basis: 'assumed',
  sources: ['ED-VER', 'ED-FAQ', 'SEED-C', 'lab'],
};

function isBeforeTls12({ version }: ParameterValues): boolean {
  return isOlder(String(version), TLS12_SINCE);
}

function oldAgent(where: Where, version: string): readonly AgentServerEffect[] {
  const old: AgentServerEffect = { ...onServers(where), kind: 'outdated', version };
  return isBeforeTls12({ version }) ? [old, { ...onServers(where), kind: 'no-tls-1.2' }] : [old];
}

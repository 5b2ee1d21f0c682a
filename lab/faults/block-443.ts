/**
 * Outbound 443 blocked: the firewall rule changed overnight. What open connections do decides how
 * fast it shows.
 */
import type { Established } from '../../protocol/effects.ts';
import { CLOUD_PATTERNS } from '../../protocol/hosts.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Fault, ParameterValues, Symptoms } from './fault.ts';
import { HEALED_RESULTS, healedAfterMs, NO_AGENT_RESULTS } from './symptoms.ts';
import { pathScope } from './where.ts';

export const block443: Fault = {
  id: 'block-443',
  title: 'Outbound 443 blocked',
  family: 'network',
  cause: 'A firewall between the agents and the internet no longer lets TCP 443 out.',
  where: ['sites', 'agents'],
  parameters: {
    how: {
      about: 'What the firewall does with a new connection: no answer, or an immediate refusal',
      type: 'choice',
      choices: ['drop', 'refuse'],
      default: 'drop',
    },
    established: {
      about: 'What happens to connections that are already open',
      type: 'choice',
      choices: ['keep', 'cut', 'blackhole'],
      default: 'blackhole',
    },
  },
  effects: (where, values) => [
    {
      on: 'path',
      kind: values.how === 'refuse' ? 'refuse' : 'drop',
      scope: pathScope(where, CLOUD_PATTERNS),
      established: values.established as Established,
    },
  ],
  symptoms,
  lookAlike: {
    fault: 'tls-inspection',
    toldApartBy:
      'From the agent server: a blocked 443 never finishes the TCP connection; an inspected one does, ' +
      'and shows a certificate chain that is not Microsoft’s.',
  },
  fix:
    'Allow outbound TCP 443 from every agent server to *.msappproxy.net and *.servicebus.windows.net; ' +
    'then restart the agent service or wait for the next bootstrap, at most ten minutes.',
  basis: 'documented',
  sources: ['ED-QS', 'ED-TS', 'SEED-C'],
};

function symptoms(timings: Timings, values: ParameterValues): readonly Symptoms[] {
  const healed: Symptoms = {
    phase: 'healed',
    afterMs: healedAfterMs(timings),
    results: HEALED_RESULTS,
    events: [],
    status: 'Active',
  };
  const noticed: Symptoms = {
    phase: 'noticed',
    afterMs: timings.keepAliveTimeoutMs + timings.keepAliveIntervalMs,
    // A firewall that leaves open connections alone lets sign-ins through while bootstraps fail.
    results: values.established === 'keep' ? HEALED_RESULTS : NO_AGENT_RESULTS,
    events: [31034],
    status: 'Inactive',
  };
  if (values.established !== 'blackhole') return [noticed, healed];
  const unnoticed: Symptoms = {
    phase: 'unnoticed',
    afterMs: 0,
    results: { 'right-password': [80002], 'wrong-password': [80002], 'cloud-only': [0] },
    events: [],
    status: 'Active',
  };
  return [unnoticed, noticed, healed];
}

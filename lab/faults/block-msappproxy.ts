/**
 * The allow list lacks `*.msappproxy.net`: sign-ins arrive at the agents, and their answers do not
 * get back. Bootstrap, registration, answers and renewal all have names under it.
 */

import { ALLOW_LIST } from '../../protocol/hosts.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Fault, ParameterValues, Symptoms } from './fault.ts';
import { blocking } from './shared/blocked.ts';
import { healedClaim, NO_ANSWER_RESULTS, USUAL_RESULTS } from './shared/symptoms.ts';

const ANSWERS = ALLOW_LIST.filter((pattern) => pattern.includes('msappproxy'));

export const blockMsappproxy: Fault = {
  id: 'block-msappproxy',
  title: '*.msappproxy.net blocked',
  cause:
    'The allow list of the firewall has *.servicebus.windows.net but not *.msappproxy.net: agents are ' +
    'handed sign-ins and cannot post an answer, bootstrap or renew.',
  ...blocking(ANSWERS),
  symptoms: claimsOf,
  lookAlike: {
    fault: 'block-servicebus',
    toldApartBy:
      'Users read 80002 (no answer comes back) and agents turn Inactive; without ' +
      '*.servicebus.windows.net it is 80001 (nobody to ask) and agents stay Active.',
  },
  fix:
    'Allow both domains: *.msappproxy.net and *.servicebus.windows.net on 443. Agents turn Active ' +
    'with their next bootstrap, at most ten minutes.',
  basis: 'assumed',
  sources: ['ED-QS', 'lab'],
};

function claimsOf(timings: Timings, { established }: ParameterValues): readonly Symptoms[] {
  return [
    {
      phase: 'noticed',
      afterMs: 0,
      // Answers go over connections that are kept open for as long as they are used.
      results: established === 'keep' ? USUAL_RESULTS : NO_ANSWER_RESULTS,
      events: [31034],
      status: 'Inactive',
    },
    healedClaim(timings),
  ];
}

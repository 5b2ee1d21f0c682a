/** The documented order, with what was seen at each step. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { guide } from './guided.ts';
import { agentsSighted, hostSighted, preflightSighted, REFUSED } from './stub-sightings.ts';

test(
  proves('probes.diagnosis.guided', 'five steps in the documented order, each with its evidence'),
  () => {
    const steps = guide([
      agentsSighted('active', 'inactive'),
      preflightSighted('agt-1', () => REFUSED),
      hostSighted('agt-1', { agentVersion: '1.5.1742.0' }),
    ]);
    expect(steps.map(({ title, state }) => [title, state])).toEqual([
      ['1. Status in the cloud', 'broken'],
      ['2. Outbound 443', 'broken'],
      ['3. Events of the agent', 'not-seen'],
      ['4. Restart of the service', 'well'],
      ['5. Upgrade in place', 'broken'],
    ]);
    expect(steps[0]?.saw).toEqual(['agt-1 is active', 'agt-2 is inactive']);
    expect(steps[1]?.saw[0]).toBe(
      'from agt-1: t.registration.msappproxy.net:443 refused (connect)',
    );
    // EVIDENCE-OF SEED-C: "Wait exactly 5 minutes"
    expect(steps[3]?.advice).toContain('wait five minutes');
  },
);

test('what nobody looked at is not well', () => {
  expect(new Set(guide([]).map(({ state }) => state))).toEqual(new Set(['not-seen']));
});

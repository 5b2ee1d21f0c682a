/** Two agents of three are hit: which faults the third one covers, and which it cannot. */
import { describe, expect, test } from 'vitest';
import { proves } from './parity/proves.ts';
import { measurePartialOutage } from './partial-outage.ts';
import { freshStateDir } from './state-dir.ts';

const stateDir = freshStateDir();

describe.each(['virtual', 'live'] as const)('%s', (mode) => {
  test.each(['block-443', 'tls-inspection', 'block-servicebus'])(
    proves(
      'faults.partial',
      'with %s at two agents sign-ins go on once the dead connections are noticed',
    ),
    async (fault) => {
      const { results, status } = await measurePartialOutage(fault, { mode, seed: '3', stateDir });
      expect(Object.keys(results)).toEqual(['0']);
      expect(status).toEqual(['Active', 'Active']);
    },
  );

  test.each([
    ['dc-down', '80007'],
    ['block-msappproxy', '80002'],
  ])(
    'with %s at two agents they stay selectable, and about two thirds fail with %s',
    async (fault, code) => {
      const { results, status } = await measurePartialOutage(fault, { mode, seed: '3', stateDir });
      const failed = results[code] ?? 0;
      const total = failed + (results['0'] ?? 0);
      expect(Object.keys(results).sort()).toEqual(['0', code]);
      expect(total).toBeGreaterThan(200);
      // 240 fair draws of 2/3 stay within four standard deviations (3.04 % each).
      expect(failed / total).toBeGreaterThan(2 / 3 - 0.122);
      expect(failed / total).toBeLessThan(2 / 3 + 0.122);
      expect(status).toEqual(['Active', 'Active']);
    },
  );
});

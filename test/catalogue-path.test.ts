/** Every claim of the faults that lie between agents and cloud: network, TLS, names, proxy. */
import { expect, test } from 'vitest';
import { FAULTS } from '../lab/faults/index.ts';
import { checkFamilies, PATH_FAMILIES } from './catalogue/check-families.ts';
import { checkClaims } from './catalogue/claims.ts';
import { proves } from './parity/proves.ts';

checkFamilies((family) => PATH_FAMILIES.includes(family));

test(
  proves(
    ['faults.claims', 'faults.control-run'],
    'a fault that claims the wrong thing, or never heals, is found out',
  ),
  async () => {
    const { 'block-443': block, 'dns-slow': late } = FAULTS;
    if (!block || !late) throw new Error('expected both faults in the catalogue');
    const dishonest = { ...block, symptoms: late.symptoms };
    const deviations = await checkClaims(dishonest, {}, { traffic: { everyMs: 4_000 } });
    expect(deviations[0]).toMatch(/^noticed: right-password expected 0, got 80001, 80002$/);
    // Claimed to be over at once, while agents have not even tried to come back.
    const hasty = {
      ...block,
      symptoms: (...asked: Parameters<typeof block.symptoms>) =>
        block.symptoms(...asked).map((claim) => ({ ...claim, afterMs: 0 })),
    };
    const early = await checkClaims(hasty, {}, { traffic: { everyMs: 4_000 } });
    expect(early.join('\n')).toMatch(/^against the control run: \d+ of \d+ sign-ins differ/m);
  },
);

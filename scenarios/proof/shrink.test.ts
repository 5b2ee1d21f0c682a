/** Making a failing case smaller: what is left is what it takes, and nothing else. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FAULTS } from '../../lab/faults/index.ts';
import { createDice } from '../../runtime/dice.ts';
import { parseScenario } from '../file/parse.ts';
import { type FuzzCase, randomCase } from './random-case.ts';
import { renderCase } from './render-case.ts';
import { shrink, smaller } from './shrink.ts';

const faults = Object.values(FAULTS);
const caseOf = (seed: number) => randomCase(createDice(`case ${seed}`), `s-${seed}`, faults);

test('every random case is a scenario file that parses', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const one = caseOf(seed);
      expect(parseScenario('fuzz.yaml', renderCase(one)).method.length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});

test('the same dice give the same case', () => {
  expect(caseOf(7)).toEqual(caseOf(7));
  expect(caseOf(7)).not.toEqual(caseOf(8));
});

test('what is smaller is still a scenario file that parses', () => {
  for (const candidate of smaller(caseOf(11))) {
    expect(() => parseScenario('fuzz.yaml', renderCase(candidate))).not.toThrow();
  }
});

test('a case that fails by one fault alone is shrunk to that fault and one site', async () => {
  const culprit = 'dc-down';
  const fails = async ({ disturbances }: FuzzCase) =>
    disturbances.some(({ fault }) => fault === culprit);
  const failing = await firstThat(fails);
  const { smallest } = await shrink(failing, fails);
  expect(smallest.disturbances).toEqual([
    { fault: culprit, where: {}, parameters: {}, fromS: 0, toS: smallest.forS },
  ]);
  expect(smallest.sites).toHaveLength(1);
  expect(smallest.sites[0]?.agents).toHaveLength(1);
  expect(smallest.users).toBe(1);
});

async function firstThat(fails: (one: FuzzCase) => Promise<boolean>): Promise<FuzzCase> {
  for (let seed = 0; seed < 10_000; seed++) {
    const one = caseOf(seed);
    if (one.disturbances.length > 1 && (await fails(one))) return one;
  }
  throw new Error('no random case has the fault');
}

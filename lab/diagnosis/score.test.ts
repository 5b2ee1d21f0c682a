/**
 * Every fault of the catalogue once, with a seed that the causes were not tuned on; the bench does
 * it twenty times. What diagnosis gets to see is searched for the fault’s name.
 */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { FAULTS } from '../faults/index.ts';
import { startLab } from '../start-lab.ts';
import { acceptedCauses, CLASSES } from './answers.ts';
import { lookTwice, type Score, scoreFault, scoreFaults } from './score.ts';

/** The bench measured 0.99 on twenty seeds; one seed of each fault may be unlucky. */
const SHARE_MIN = 0.95;

test(proves('probes.diagnosis.single', 'of all faults nearly every one is named first'), {
  timeout: 90_000,
}, async () => {
  const scores: Score[] = [];
  for (const id of Object.keys(FAULTS)) scores.push(await scoreFault(id, '21'));
  const wrong = scores.filter(({ isRight }) => !isRight);
  const said = wrong.map(({ faults, named }) => `${faults.join()} → ${named.join(' ')}`);
  expect(1 - wrong.length / scores.length, said.join('\n')).toBeGreaterThanOrEqual(SHARE_MIN);
});

test('two faults at once are both among the first three', async () => {
  const score = await scoreFaults(['agent-hung', 'one-dc-down'], '21');
  expect(score.named.slice(0, 3)).toEqual(expect.arrayContaining(['agent-hung', 'one-dc-down']));
});

test('what is diagnosed names no fault and no effect', async () => {
  await using lab = await startLab({ seed: 'x' });
  await lab.advance(60_000);
  await lab.drive(lab.faults.on('block-servicebus'));
  await lab.drive(lab.faults.on('agent-tls12-off', { agents: ['agt-3'] }));
  await lab.advance(120_000);
  const sightings = JSON.stringify(await lookTwice(lab));
  for (const word of ['block-servicebus', 'agent-tls12-off', 'no-tls-1.2', '"on":', 'symptom']) {
    expect(sightings).not.toContain(word);
  }
});

test('every fault of a class exists, and no class accepts everything', () => {
  for (const { faults, causes, why } of CLASSES) {
    expect(faults.filter((id) => FAULTS[id] === undefined)).toEqual([]);
    expect(causes.length).toBeLessThanOrEqual(2);
    expect(why.length).toBeGreaterThan(40);
  }
  expect(acceptedCauses('block-443')).toEqual(['block-443']);
});

/**
 * Two faults at once: how often both causes are among the first three. A sample of all pairs, by
 * the seed; those that contradict each other are drawn anew.
 */
import { samplePairs } from '../lab/diagnosis/fault-pairs.ts';
import { shareRight } from '../lab/diagnosis/render-matrix.ts';
import { type Score, scoreFaults } from '../lab/diagnosis/score.ts';
import { createDice } from '../runtime/dice.ts';
import { LabError } from '../runtime/lab-error.ts';
import { type Figure, row } from './figure.ts';

const PAIRS = 400;
const SEED = 'held-out';
const GOAL = 0.85;

export const diagnosisPairs: Figure = {
  name: 'diagnosis-pairs',
  about: `${PAIRS} pairs of faults: share of which both causes are among the first three`,
  async measure(progress) {
    const scores: Score[] = [];
    let contradicting = 0;
    for (const pair of samplePairs(PAIRS, createDice(SEED))) {
      const score = await scorePair(pair);
      if (score === 'contradicting') contradicting++;
      else scores.push(score);
      if (score !== 'contradicting' && !score.isRight) {
        progress(`${pair.join(' + ')}: ${score.named.slice(0, 3).join(', ')}`);
      }
    }
    progress(`${scores.length} pairs; ${contradicting} contradict each other and were left out`);
    return [
      row(
        { name: 'diagnosis-pairs', value: shareRight(scores), unit: 'share' },
        { what: `of ${scores.length} pairs`, value: 1 },
        { atLeast: GOAL },
      ),
    ];
  },
};

async function scorePair(pair: readonly string[]): Promise<Score | 'contradicting'> {
  try {
    return await scoreFaults(pair, SEED);
  } catch (error) {
    const refused = error instanceof LabError && /^(FAULT|CHANGE)_/.test(error.code);
    if (refused) return 'contradicting';
    throw error;
  }
}

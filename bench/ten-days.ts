/**
 * Ten days of a virtual lab in which somebody signs in every minute: time enough for an agent that
 * went silent to be dropped from the list.
 */
import { startLab } from '../lab/start-lab.ts';
import { type Figure, row } from './figure.ts';

const DAY_MS = 86_400_000;
const DAYS = 10;
const EVERY_MS = 60_000;
const GOAL_MS = 5_000;

export const tenDays: Figure = {
  name: 'ten-days',
  about: 'ten days of lab time with a sign-in every minute, start of the lab included, against 5 s',
  async measure(progress) {
    const startMs = performance.now();
    const lab = await startLab({ seed: 'bench', traffic: { everyMs: EVERY_MS } });
    for (let day = 1; day <= DAYS; day++) {
      await lab.advance(DAY_MS);
      progress(`day ${day}: ${Math.round(performance.now() - startMs)} ms`);
    }
    const signIns = lab.timeline.entries.filter(({ kind }) => kind === 'sign-in').length;
    await lab[Symbol.asyncDispose]();
    if (signIns < (DAYS * DAY_MS) / EVERY_MS - 1) throw new Error(`only ${signIns} sign-ins ended`);
    const tookMs = performance.now() - startMs;
    const goal = { what: 'goal in ms', value: GOAL_MS };
    return [row({ name: 'ten-days', value: tookMs, unit: 'ms' }, goal, { atMost: 1 })];
  },
};

/**
 * Our own engine in virtual time: the same generator on the lab's clock, sign-ins over its network
 * in memory. An hour of load takes as long as its protocol code does. What is measured is the model
 * of the agents; nothing of this machine is in it, so its generator has no load of its own to tell.
 */

import type { Lab } from '../../lab/lab.ts';
import type { Engine } from '../engine.ts';
import { checkForBuiltin } from '../generator/check-options.ts';
import { generate } from '../generator/generate.ts';
import { k6ExitCode } from './exit-code.ts';
import { createLabActs } from './lab-acts.ts';

/** How far virtual time goes before an agent's installation, or Ctrl-C, gets its turn. */
const STEP_MS = 1_000;

export function createVirtualEngine(lab: Lab, version: string, scope: string): Engine {
  return {
    name: 'builtin',
    async run({ test, began, progress, stop }) {
      checkForBuiltin(test);
      began?.(lab.clock.nowMs());
      let isOver = false;
      const acts = createLabActs(lab, scope);
      const generating = generate({
        ...{ options: test.options, beat: lab.clock, acts, progress, stop },
      }).finally(() => {
        isOver = true;
      });
      // Heard below; until then nobody may call it unhandled.
      generating.catch(() => {});
      while (!isOver && !stop.aborted) await lab.wait(STEP_MS, stop);
      const { tally, metrics, durationMs, ...reach } = await generating;
      const seconds = tally.seconds();
      const thresholds = metrics.outcomes();
      return {
        ...{ engine: 'builtin', version, durationMs, seconds, ...tally.totals(), thresholds },
        generator: { cores: 1, dropped: tally.droppedTotal, ...reach },
        exitCode: k6ExitCode(thresholds, stop.aborted),
      };
    },
  };
}

/**
 * Our own engine in virtual time: the same generator on the lab's clock, sign-ins over its network
 * in memory. An hour of load takes as long as its protocol code does. What is measured is the model
 * of the agents; nothing of this machine is in it, so its generator has no load of its own to tell.
 */

import type { Lab } from '../../lab/lab.ts';
import { attemptSignIn } from '../../lab/people/sign-in.ts';
import { createDice } from '../../runtime/dice.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Engine } from '../engine.ts';
import { checkForBuiltin } from '../generator/check-options.ts';
import { type Act, generate } from '../generator/generate.ts';
import type { Deed } from '../load-test.ts';
import { builtinExitCode } from './exit-code.ts';

/** How far virtual time goes before an agent's installation, or Ctrl-C, gets its turn. */
const STEP_MS = 1_000;

export function createVirtualEngine(lab: Lab, version: string, scope: string): Engine {
  return {
    name: 'builtin',
    async run({ test, began, progress, stop }) {
      checkForBuiltin(test);
      began?.(lab.clock.nowMs());
      let isOver = false;
      const acts = createVirtualActs(lab, scope);
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
      const dropped = seconds.reduce((sum, second) => sum + second.dropped, 0);
      return {
        ...{ engine: 'builtin', version, durationMs, seconds, ...tally.totals(), thresholds },
        generator: { cores: 1, dropped, ...reach },
        exitCode: builtinExitCode(thresholds, stop.aborted),
      };
    },
  };
}

function createVirtualActs(lab: Lab, scope: string): Record<Deed, Act> {
  const { network, prober: from, endpoints, clientId, timings, groups } = lab;
  const ids = createDice(lab.seed).fork('load');
  const attempt = async (userName: string, password: string) => {
    const { result } = await attemptSignIn({
      ...{ network, from, authority: endpoints.authority, clientId, scope, userName, password },
      ...{ correlationId: ids.guid(), timeoutMs: timings.probeTimeoutMs },
    });
    return String(result);
  };
  const { 'right-password': users, 'wrong-password': victims } = groups;
  const next = inTurn(users);
  const guessed = inTurn(victims);
  let guesses = 0;
  return {
    async signIn() {
      const user = next();
      return attempt(user?.userName ?? '', user?.password ?? '');
    },
    async guessPassword() {
      return attempt(guessed()?.userName ?? '', `guess-${guesses++}`);
    },
    ...createAgentActs(lab),
    async browserSignIn() {
      throw new LabError('LOAD_ENGINE', 'expected k6 with its browser for this test, got neither');
    },
  };
}

function inTurn<T>(all: readonly T[]): () => T | undefined {
  let taken = 0;
  return () => all[taken++ % Math.max(1, all.length)];
}

function createAgentActs(lab: Lab): Record<'addAgent' | 'removeAgent', Act> {
  const names = [...lab.agents.keys()];
  return {
    async addAgent() {
      const site = lab.servers.get(names[0] ?? '')?.site ?? '';
      await lab.changes.apply('install-agent', { sites: [site] });
      return '0';
    },
    async removeAgent() {
      await lab.changes.apply('remove-agent', { agents: [names.pop() ?? ''] });
      return '0';
    },
  };
}

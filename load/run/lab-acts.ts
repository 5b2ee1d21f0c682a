/**
 * What one iteration does on a lab in this process, over the lab's own network: in virtual time in
 * memory. `live/live-acts.ts` does the same from outside.
 */
import type { Lab } from '../../lab/lab.ts';
import { attemptSignIn } from '../../lab/people/sign-in.ts';
import { createDice } from '../../runtime/dice.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { peopleUnderLoad } from '../describe-load-target.ts';
import type { Act } from '../generator/generate.ts';
import type { Deed } from '../load-test.ts';

export function createLabActs(lab: Lab, scope: string): Record<Deed, Act> {
  const { network, prober: from, endpoints, clientId, timings } = lab;
  const ids = createDice(lab.seed).fork('load');
  const attempt = async (userName: string, password: string) => {
    const { result } = await attemptSignIn({
      ...{ network, from, authority: endpoints.authority, clientId, scope, userName, password },
      ...{ correlationId: ids.guid(), timeoutMs: timings.probeTimeoutMs },
    });
    return String(result);
  };
  const { users, victims } = peopleUnderLoad(lab);
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

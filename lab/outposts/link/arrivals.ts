/** Waits for the outposts that an estate names; who did not come is named. Real time. */
import { LabError } from '../../../runtime/lab-error.ts';
import type { Site } from '../../estate.ts';
import type { OutpostName } from '../outposts.ts';
import { renderName } from './member.ts';

/** Most are there by then. */
const QUIET_MS = 10_000;

export interface Arrivals {
  note(who: OutpostName): void;
  /** Says after a while for whom it waits. @throws LabError `OUTPOSTS_MISSING` */
  all(patienceMs: number, say: (sentence: string) => void): Promise<void>;
}

export function createArrivals(sites: readonly Site[]): Arrivals {
  const missing = new Set(sites.flatMap(expectedAt).map(renderName));
  const { promise, resolve } = Promise.withResolvers<void>();
  if (missing.size === 0) resolve();
  return {
    note(who) {
      missing.delete(renderName(who));
      if (missing.size === 0) resolve();
    },
    async all(patienceMs, say) {
      let timer: NodeJS.Timeout | undefined;
      const saying = setTimeout(() => {
        say(`waiting for ${[...missing].join(', ')}: their containers have to run`);
      }, QUIET_MS);
      const late = new Promise<'late'>((tell) => {
        timer = setTimeout(() => tell('late'), patienceMs);
      });
      const outcome = await Promise.race([promise, late]);
      clearTimeout(timer);
      clearTimeout(saying);
      if (outcome !== 'late') return;
      const sentence = `expected all outposts of the estate to dial in within ${patienceMs / 1000} s, but did not hear of ${[...missing].join(', ')}: start their containers, or look at their logs`;
      throw new LabError('OUTPOSTS_MISSING', sentence);
    },
  };
}

function expectedAt({ name, agents, controllers }: Site): readonly OutpostName[] {
  return [
    { kind: 'egress', name },
    ...agents.map((agent): OutpostName => ({ kind: 'agent', name: agent })),
    ...controllers.map((controller): OutpostName => ({ kind: 'controller', name: controller })),
  ];
}

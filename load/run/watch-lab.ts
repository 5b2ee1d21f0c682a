/**
 * The lab's own counters beside a load run: what each agent answered and how full it was, and how
 * the cloud says that sign-ins ended. Looks once a second of lab time and changes nothing.
 */
import type { WorkLoad } from '../../agent/work-load.ts';
import type { Lab } from '../../lab/lab.ts';
import type { CloudLoad } from '../load-result.ts';
import type { LabSample } from './join-agents.ts';

export interface LabWatch extends Disposable {
  /** The load began at that lab time: seconds count from there. */
  begin(atMs: number): void;
  /** Takes a last sample, when agents in processes of their own have told their last figures. */
  end(): Promise<Watched>;
}

export interface Watched {
  /** Lab time. */
  startMs: number;
  samples: readonly LabSample[];
  sites: Readonly<Record<string, string>>;
  cloud: CloudLoad;
}

export function watchLab(lab: Lab): LabWatch {
  const before = countCloud(lab);
  const sites: Record<string, string> = {};
  let samples = [sample(lab, sites)];
  let startMs = lab.clock.nowMs();
  let next: Disposable | undefined;
  const look = (dueMs: number) => {
    next = lab.clock.at(dueMs, () => {
      samples.push(sample(lab, sites));
      look(dueMs + 1000);
    });
  };
  return {
    begin(atMs) {
      next?.[Symbol.dispose]();
      startMs = atMs;
      // What was counted before belongs to nobody's second.
      samples = [{ ...(samples[0] ?? sample(lab, sites)), atMs }];
      look(atMs + 1000);
    },
    async end() {
      next?.[Symbol.dispose]();
      samples.push(await settledSample(lab, sites));
      return { startMs, samples, sites, cloud: subtract(countCloud(lab), before) };
    },
    [Symbol.dispose]: () => next?.[Symbol.dispose](),
  };
}

function sample(lab: Lab, sites: Record<string, string>): LabSample {
  for (const { name, site } of lab.servers.values()) sites[name] = site;
  const loads = [...lab.agents].map(([name, agent]): [string, WorkLoad] => [name, agent.load()]);
  const there = lab.entra.connectedAgents().map(({ machineName }) => machineName);
  return { atMs: lab.clock.nowMs(), loads: Object.fromEntries(loads), there };
}

/** Twice as long as an agent's process is silent at most; on a busy machine more than once. */
const SETTLE_MS = 500;
const SETTLES_MAX = 4;

async function settledSample(lab: Lab, sites: Record<string, string>): Promise<LabSample> {
  let last = sample(lab, sites);
  for (let tries = 0; lab.mode === 'live' && tries < SETTLES_MAX; tries += 1) {
    await lab.clock.sleep(SETTLE_MS);
    const now = sample(lab, sites);
    const isSame = answeredIn(now) === answeredIn(last);
    last = now;
    if (isSame) break;
  }
  return last;
}

function answeredIn({ loads }: LabSample): number {
  return Object.values(loads).reduce((sum, { validations }) => sum + validations, 0);
}

function countCloud({ entra: { cloud } }: Lab): CloudLoad {
  return { results: cloud.log.totals(), late: cloud.validation.lateTotal() };
}

function subtract(now: CloudLoad, before: CloudLoad): CloudLoad {
  const grown = Object.entries(now.results)
    .map(([result, count]): [string, number] => [result, count - (before.results[result] ?? 0)])
    .filter(([, count]) => count > 0);
  return { results: Object.fromEntries(grown), late: now.late - before.late };
}

/**
 * One load run: a lab, an engine that loads it, a watch on the lab's own counters; then all of it
 * joined and judged. Whoever set something up takes it down, also after Ctrl-C.
 */
import { startControlServer } from '../../lab/control/server.ts';
import type { Lab } from '../../lab/lab.ts';
import { createUndoStack, type UndoStack } from '../../runtime/undo.ts';
import { describeLoadTarget, PERSON_SCOPE } from '../describe-load-target.ts';
import type { Engine, LoadSettings } from '../engine.ts';
import { findKnee } from '../knee/find-knee.ts';
import { createBuiltinEngine } from '../live/builtin-engine.ts';
import type { FoundK6 } from '../live/find-k6.ts';
import { createK6Engine } from '../live/k6-engine.ts';
import { openTarget } from '../live/open-target.ts';
import type { FoundTest } from '../live/read-load-test.ts';
import type { EngineRun, LoadResult, LoadSecond, RestsOn } from '../load-result.ts';
import { cutSamples, joinAgents } from './join-agents.ts';
import { judgeLoad } from './judge.ts';
import { agentsOfOwnCapacity, type LoadLabOptions, startLoadLab } from './start-load-lab.ts';
import { createVirtualEngine } from './virtual-engine.ts';
import { type Watched, watchLab } from './watch-lab.ts';

export interface LoadRun extends LoadLabOptions {
  test: FoundTest;
  settings: LoadSettings;
  /** Absent: our own engine. */
  k6?: FoundK6;
  /** Of pta-lab. */
  version: string;
  stop: AbortSignal;
  /** `undefined`: the lab is being started. */
  onProgress(second: LoadSecond | undefined, endsAtMs: number): void;
}

export async function runLoad(options: LoadRun): Promise<LoadResult> {
  const undo = createUndoStack();
  try {
    const { test, settings, stop, onProgress } = options;
    onProgress(undefined, 0);
    const startedAt = new Date().toISOString();
    const lab = undo.use(await startLoadLab(options));
    const engine = await createEngine(options, lab, undo);
    const watch = undo.use(watchLab(lab));
    const run = await unlessBroken(lab, stop, (end) =>
      engine.run({
        ...{ test, settings, stop: end, progress: onProgress },
        began: (atMs) => watch.begin(atMs),
      }),
    );
    return join(options, { lab, run, watched: await watch.end(), startedAt });
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

/** A lab that broke under the load, an agent's process gone say, has no verdict to give. */
async function unlessBroken(
  lab: Lab,
  stop: AbortSignal,
  start: (stop: AbortSignal) => Promise<EngineRun>,
): Promise<EngineRun> {
  // In virtual time the engine itself drives the lab.
  if (lab.mode === 'virtual') return start(stop);
  const broken = new AbortController();
  const running = start(AbortSignal.any([stop, broken.signal]));
  return lab.drive(running).catch(async (cause: unknown) => {
    broken.abort();
    await running.catch(() => {});
    throw cause;
  });
}

async function createEngine(options: LoadRun, lab: Lab, undo: UndoStack): Promise<Engine> {
  const { virtual, version, k6, test } = options;
  if (virtual) return createVirtualEngine(lab, version, PERSON_SCOPE);
  const control = undo.use(await startControlServer(lab));
  const target = describeLoadTarget(lab, { control: { url: control.url } });
  const { targetFile, caFile } = undo.use(openTarget(target));
  if (k6 === undefined) return createBuiltinEngine(targetFile, version);
  return createK6Engine({ ...k6, file: test.file, targetFile, caFile });
}

interface Ended {
  lab: Lab;
  run: EngineRun;
  watched: Watched;
  startedAt: string;
}

function join(options: LoadRun, { lab, run, watched, startedAt }: Ended): LoadResult {
  const { samples, startMs, sites, cloud } = watched;
  const during = cutSamples(samples, startMs + run.durationMs);
  const { agents, events } = joinAgents(during, sites);
  const interrupted = options.stop.aborted;
  const { id, question } = options.test;
  // Where agents came or left, what was carried before says nothing about those that are there.
  const knee = events.length === 0 ? findKnee(run.seconds) : undefined;
  return {
    test: { id, question },
    ...judgeLoad({ run, cloud, interrupted, events: agentDeeds(options.test) }),
    ...{ interrupted, restsOn: restsOn(options, lab, run, startedAt) },
    ...{ run, agents, cloud, events, ...(knee && { knee }) },
  };
}

function restsOn(options: LoadRun, lab: Lab, run: EngineRun, startedAt: string): RestsOn {
  const { skew, seed, settings, version } = options;
  const { engine, version: engineVersion } = run;
  const own = options.estateFile === undefined ? [] : agentsOfOwnCapacity(options.estateFile);
  return {
    ...{ mode: lab.mode, engine, engineVersion, crypto: lab.cryptoKind },
    ...{
      capacity: lab.capacity,
      skew,
      agents: settings.agents,
      peak: settings.peak,
      seed,
      startedAt,
    },
    ...(own.length > 0 && { ownCapacity: own }),
    versions: {
      ...{ 'pta-lab': version, node: process.versions.node },
      ...(engine === 'k6' && { k6: engineVersion }),
    },
  };
}

/** Each signs an administrator in, whose sign-in is in the cloud's log too. */
function agentDeeds({ options }: FoundTest): number {
  const deeds = Object.values(options.scenarios).filter(({ exec }) => /Agent$/.test(exec ?? ''));
  return deeds.length;
}

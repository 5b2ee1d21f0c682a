/** A watch among broken things: a probe that hangs or throws, a listener, a history, a stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LabError } from '../../../runtime/lab-error.ts';
import type { ProbeRun } from '../../probe-run.ts';
import type { Target } from '../../target.ts';
import type { ProbesFile } from '../config/probes-file.ts';
import { createKeeper } from './keeper.ts';
import { startWatch, type Watch, type WatchOptions } from './watch.ts';

const TARGET: Target = {
  ...{ name: 'lab', kind: 'lab', cloud: 'public', authority: 'https://localhost/t' },
  ...{ graph: 'https://localhost', tenantId: 't', clientId: 'c' },
};

function fileOf(more: Partial<ProbesFile> = {}): ProbesFile {
  const modules = { discovery: { name: 'discovery', probe: 'discovery' } };
  const timing = { everyMs: 20 };
  return {
    ...{ targets: { lab: TARGET }, modules, maintenance: [] },
    schedule: [{ target: 'lab', module: 'discovery', timing, jitterMs: 0 }],
    ...more,
  };
}

function runOf(id: number): ProbeRun {
  return {
    ...{ id: `${id}`, target: 'lab', module: 'discovery', probe: 'discovery', startedMs: id },
    ...{ tookMs: 1, verdict: 'pass', summary: 's', phaseMs: {}, aadsts: null, agentId: null },
    observation: null,
  };
}

function counter() {
  let count = 0;
  return {
    count: () => count,
    ran: () => {
      count += 1;
    },
  };
}

/** Tells how often it ran; what happens within a run is up to `work`. */
function started(work: () => Promise<unknown>, more: Partial<WatchOptions> = {}) {
  const listener = counter();
  const seen = { runs: 0, lines: [] as string[], told: listener.count };
  const watch: Watch = startWatch({
    load: () => fileOf(),
    createRunner: () => ({
      async run() {
        seen.runs += 1;
        await work();
        return runOf(Date.now());
      },
    }),
    listeners: [listener],
    tell: (line) => seen.lines.push(line),
    ...more,
  });
  return { watch, seen };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

test('a probe, a listener that throw: the next run comes, and the other listeners are told', async () => {
  const other = counter();
  const broken = { ran: () => expect.unreachable('the listener is broken') };
  const { watch, seen } = started(
    async () => {
      if (seen.runs === 1) throw new TypeError('swordfish');
    },
    { listeners: [broken, other] },
  );
  await until(() => other.count() >= 2);
  await watch[Symbol.asyncDispose]();
  expect(seen.lines.join('\n')).toContain('lab/discovery: pta-lab itself broke (TypeError)');
  expect(seen.lines.join('\n')).toContain('lab/discovery: a listener could not be told, it broke');
  expect(seen.lines.join('\n')).not.toContain('swordfish');
});

test('a probe that hangs is not started a second time, and a stop waits for it within a limit', async () => {
  const stopped: unknown[] = [];
  const { watch, seen } = started(async () => {}, {
    stopMs: 30,
    createRunner: () => ({
      run: (_target, _module, signal) => {
        seen.runs += 1;
        return new Promise((resolve) => {
          signal?.addEventListener('abort', () => {
            stopped.push('aborted');
            resolve(runOf(1));
          });
        });
      },
    }),
  });
  const why = 'the run before it has not ended';
  await until(() => watch.status().rows[0]?.lastSkip === why);
  expect(watch.status().rows[0]?.isRunning).toBe(true);
  await watch[Symbol.asyncDispose]();
  expect([seen.runs, stopped]).toEqual([1, ['aborted']]);
});

test('a reload takes a sound file at once and refuses any other with its sentence', async () => {
  let file: ProbesFile | LabError = fileOf({ schedule: [] });
  const { watch, seen } = started(async () => {}, {
    load() {
      if (file instanceof LabError) throw file;
      return file;
    },
  });
  file = new LabError('PROBES_INVALID', 'probes.yaml:3: nonsense');
  expect(watch.reload()).toEqual({ ok: false, sentence: 'probes.yaml:3: nonsense' });
  expect(watch.status()).toMatchObject({ reloadProblem: 'probes.yaml:3: nonsense', rows: [] });
  file = fileOf();
  expect(watch.reload()).toEqual({ ok: true, restart: [] });
  await until(() => seen.runs > 0);
  expect(watch.status().reloadProblem).toBeNull();
  file = fileOf({ history: '/elsewhere/history.db' });
  expect(watch.reload()).toEqual({ ok: true, restart: ['history'] });
  expect(seen.lines.at(-1)).toBe('reload: 1 rows in the schedule; history: after a restart');
  await expect(watch.runNow('lab', 'agents')).rejects.toThrow('expected a target and a module');
  await watch[Symbol.asyncDispose]();
});

test('in a mute window the run is kept and told, and nobody is alerted', async () => {
  const window = { at: { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }, reason: 'patching' };
  const maintenance = [{ ...window, probes: 'mute' as const }];
  const alerted = counter();
  const { watch, seen } = started(async () => {}, {
    load: () => fileOf({ maintenance }),
    mutedListeners: [alerted],
  });
  await until(() => seen.told() >= 2);
  await watch[Symbol.asyncDispose]();
  expect(alerted.count()).toBe(0);
});

test('runs that a full disk refused are kept once there is room, each one once', () => {
  const kept: string[] = [];
  let trouble: LabError | undefined = new LabError('HISTORY_FULL', 'history.db has no room left');
  const lines: string[] = [];
  const store = {
    appendAll(runs: readonly ProbeRun[]) {
      if (trouble) throw trouble;
      kept.push(...runs.map(({ id }) => id));
    },
  };
  const keeper = createKeeper(store, (line) => lines.push(line));
  keeper.keep(runOf(1));
  keeper.keep(runOf(2));
  expect([keeper.unkept(), keeper.problem()]).toEqual([2, 'history.db has no room left']);
  trouble = undefined;
  keeper.keep(runOf(3));
  expect(kept).toEqual(['1', '2', '3']);
  expect([keeper.unkept(), keeper.problem(), lines]).toEqual([
    ...[0, undefined],
    ['history: history.db has no room left', 'history: works again, 3 runs were kept late'],
  ]);
  trouble = new LabError('HISTORY_FULL', 'history.db has no room left');
  keeper.keep(runOf(4));
  keeper.close();
  expect(lines.at(-1)).toBe('history: 1 runs could not be kept, and are lost');
});

/**
 * Puts the parts of a watch together: configuration, history, budget, runner, listeners, server.
 * Everything opened goes onto one stack and is closed in the opposite order: pages first, then the
 * probes that still run, then alerts and telemetry, and the history last.
 */
import type { ProbesFile } from '../../probes/live/config/probes-file.ts';
import { memoryLedger } from '../../probes/live/history/ledger.ts';
import { createModuleRunner, type ModuleRunner } from '../../probes/live/run-module.ts';
import { readSecret } from '../../probes/live/secrets.ts';
import { runScheduleOnce } from '../../probes/live/watch/run-once.ts';
import { startWatch, type Watch } from '../../probes/live/watch/watch.ts';
import type { ProbeRun } from '../../probes/probe-run.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { createUndoStack, type UndoStack } from '../../runtime/undo.ts';
import { type Ending, gravestEnding } from '../exit-codes.ts';
import { listenForStop } from '../stop-signal.ts';
import { type Asked, loadAsked } from './load-asked.ts';
import { openAudience, type WatchParts } from './open-audience.ts';
import { renderRunLine } from './run-line.ts';
import { settleMemory } from './settle-memory.ts';

export interface WatchFlags extends Asked {
  quiet?: boolean;
  json?: boolean;
}

const say = (line: string) => {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
};

/** Until somebody stops it. @throws LabError `PROBES_…`, `TARGET_…`, `HISTORY_…` */
export async function runWatch(flags: WatchFlags): Promise<Ending> {
  const undo = createUndoStack();
  try {
    const stop = undo.use(listenForStop('running probes end, then the history is closed'));
    const first = loadAsked(flags);
    await refuseMissing(first);
    const parts = await openAudience(first, undo, say);
    const watch = undo.use(
      startWatch({
        ...audienceOf(parts, flags),
        createRunner: (targets) => runnerOf(parts, targets),
        load: () => loadAsked(flags),
        configured: (file) => parts.configured(file),
      }),
    );
    const reload = () => watch.reload();
    process.on('SIGHUP', reload);
    undo.use({ [Symbol.dispose]: () => process.off('SIGHUP', reload) });
    await serve(first, { watch, parts }, undo);
    undo.use(settleMemory());
    say(`watching ${Object.keys(first.targets).join(', ')} by ${flags.config}`);
    await aborted(stop.signal);
    return 'pass';
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

/** @throws as `runWatch` */
export async function runOnce(flags: WatchFlags): Promise<Ending> {
  const undo = createUndoStack();
  try {
    const { signal } = undo.use(listenForStop('the run that is under way ends'));
    const file = loadAsked(flags);
    await refuseMissing(file);
    const parts = await openAudience(file, undo, say);
    const runner = runnerOf(parts, () => file.targets);
    const runs = await runScheduleOnce({ ...audienceOf(parts, flags), file, runner, signal });
    if (flags.json) process.stdout.write(`${JSON.stringify(runs)}\n`);
    if (signal.aborted) return 'interrupted';
    return gravestEnding(runs.map(({ verdict }) => verdict));
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

function runnerOf(parts: WatchParts, targets: () => ProbesFile['targets']): ModuleRunner {
  return createModuleRunner({ ...parts.runnerOptions, targets, nowMs: () => Date.now() });
}

function audienceOf({ audience }: WatchParts, { quiet }: WatchFlags) {
  const printer = { ran: (run: ProbeRun) => say(renderRunLine(run)) };
  const listeners = [...(quiet ? [] : [printer]), ...audience.listeners];
  return { ...audience, listeners, tell: say };
}

async function serve(
  { listen }: ProbesFile,
  { watch, parts }: { watch: Watch; parts: WatchParts },
  undo: UndoStack,
): Promise<void> {
  if (listen === undefined) return;
  const { startWatchServer } = await import('./server.ts');
  const { history, metrics, recent, product } = parts;
  const token = listen.token && (await readSecret(listen.token, 'listen.token'));
  const server = undo.use(
    await startWatchServer({
      ...{ listen, watch, history, metrics, recent, product, nowMs: () => Date.now() },
      ...(token && { token }),
    }),
  );
  say(`status page, /probe and /metrics: ${server.url}`);
}

/**
 * A missing secret or a host that is not allowed stops the start; that a lab or a network does not
 * answer right now is what the watch is there for.
 */
async function refuseMissing(file: ProbesFile): Promise<void> {
  // Before the history is opened: what is wrong here leaves no file behind.
  const { targets } = file;
  const asked = { targets: () => targets, ledger: memoryLedger(), nowMs: () => Date.now() };
  const runner = createModuleRunner(asked);
  for (const { target, module: name } of file.schedule) {
    const module = file.modules[name];
    try {
      if (module) await runner.check(target, module);
    } catch (error) {
      const isWrong = error instanceof LabError && error.code.startsWith('TARGET_');
      if (isWrong || !(error instanceof LabError)) throw error;
      say(`${target}/${name}: ${error.message}`);
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

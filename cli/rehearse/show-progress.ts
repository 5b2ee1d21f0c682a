/**
 * Progress on stderr: a live display on a terminal, otherwise plain lines (one per step, and one
 * per ten seconds within a long step). It shows and decides nothing; a scenario that throws ends
 * the row of runs.
 */
import { formatDuration } from '../../runtime/duration.ts';
import type { Progress } from '../../scenarios/run/progress.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { paint, type Rehearsed } from '../summary.ts';

export type RehearseScenario = (
  scenario: Scenario,
  onProgress: (progress: Progress) => void,
) => Promise<Rehearsed>;

export function showProgress(
  scenarios: readonly Scenario[],
  stop: AbortSignal,
  run: RehearseScenario,
): Promise<void> {
  return process.stderr.isTTY ? showTasks(scenarios, stop, run) : showLines(scenarios, stop, run);
}

/** `noticed   +1m23s   271 sign-ins, 12 signed in   expect …` */
export function renderProgress({ phase, elapsedMs, signIns, activity }: Progress): string {
  const time = `+${formatDuration(Math.floor(elapsedMs / 1000) * 1000)}`;
  const counts = `${signIns.ended} sign-ins, ${signIns.signedIn} signed in`;
  return `${phase.padEnd(9)}  ${time.padEnd(10)}  ${counts.padEnd(28)}  ${activity}`;
}

const LINE_EVERY_MS = 10_000;

async function showLines(
  scenarios: readonly Scenario[],
  stop: AbortSignal,
  run: RehearseScenario,
): Promise<void> {
  for (const scenario of scenarios) {
    if (stop.aborted) return;
    process.stderr.write(`${scenario.id}: ${scenario.title}\n`);
    let shown = { activity: '', atMs: 0 };
    const { journal } = await run(scenario, (progress) => {
      const nowMs = Date.now();
      const isSame = progress.activity === shown.activity;
      if (isSame && nowMs - shown.atMs < LINE_EVERY_MS) return;
      shown = { activity: progress.activity, atMs: nowMs };
      process.stderr.write(`  ${renderProgress(progress)}\n`);
    });
    process.stderr.write(`  ${paint(journal.verdict, process.stderr)}: ${journal.because}\n`);
  }
}

/** Loaded on demand: nothing but a terminal needs it. */
async function showTasks(
  scenarios: readonly Scenario[],
  stop: AbortSignal,
  run: RehearseScenario,
): Promise<void> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  const broken: unknown[] = [];
  const tasks = scenarios.map((scenario) => ({
    title: `${scenario.id}: ${scenario.title}`,
    skip: () => stop.aborted || broken.length > 0,
    exitOnError: false,
    task: async (_: unknown, task: { title: string | undefined; output: string }) => {
      const { journal } = await run(scenario, (progress) => {
        task.output = renderProgress(progress);
      }).catch((error: unknown) => {
        // The display prints what a task throws; what an error says is for `report-error.ts`.
        broken.push(error);
        throw new Error(`${scenario.id}: could not be rehearsed`);
      });
      const { verdict, because } = journal;
      task.title = `${scenario.id}: ${paint(verdict, process.stderr)}, ${because}`;
      // It shows a cross for what throws.
      if (verdict !== 'pass') throw new Error(task.title);
    },
  }));
  const processOutput = new ProcessOutput(process.stderr, process.stderr);
  const logger = new ListrLogger({ processOutput });
  const rendererOptions = { logger };
  await new Listr(tasks, { registerSignalListeners: false, rendererOptions }).run();
  if (broken.length > 0) throw broken[0];
}

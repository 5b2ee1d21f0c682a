/**
 * A live lab for one probe, seen as a stranger sees it: by the line that `pta-lab up --json` would
 * have printed, and nothing else.
 */
import type { UndoStack } from '../../runtime/undo.ts';

const AGENTS = 3;

export async function startFreshLab(undo: UndoStack, agents = AGENTS): Promise<string> {
  // Loaded on demand, so that help and wrong usage answer at once.
  const { startLab } = await import('../../lab/start-lab.ts');
  const { startControlServer } = await import('../../lab/control/server.ts');
  const { describeReady } = await import('../../lab/describe-ready.ts');
  process.stderr.write('Starting a live lab for this probe …\n');
  const lab = undo.use(await startLab({ mode: 'live', agents, traffic: false }));
  const control = undo.use(await startControlServer(lab));
  return JSON.stringify(describeReady(lab, control.url));
}

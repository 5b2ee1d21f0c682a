/**
 * Takes everything back: faults first, because a change may need the network that a fault took
 * away; then changes, latest first. What cannot be taken back is told and does not keep the rest.
 */
import type { Lab } from '../../lab/lab.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { isoTime } from '../journal/iso-time.ts';
import type { StepRecord } from '../journal/journal.ts';

export async function rollBack(lab: Lab): Promise<StepRecord[]> {
  const faults = lab.faults.list().map(({ key }) => key);
  const healing = faults.length === 0 ? 'reset faults (none is on)' : `heal ${faults.join(', ')}`;
  const records = [await record(lab, healing, () => lab.faults.reset())];
  const changes = lab.changes.list().map(({ key }) => key);
  if (changes.length === 0) return records;
  const undoing = `undo ${changes.reverse().join(', ')}`;
  return [...records, await record(lab, undoing, () => lab.changes.undoAll())];
}

async function record(lab: Lab, activity: string, work: () => Promise<void>): Promise<StepRecord> {
  const start = isoTime(lab.clock.nowMs());
  const problem = await work().then(
    () => undefined,
    (error: unknown) => (error instanceof LabError ? error.message : 'an unexpected error'),
  );
  const end = isoTime(lab.clock.nowMs());
  const done = { activity, type: 'action', start, end } as const;
  if (problem === undefined) return { ...done, status: 'succeeded' };
  return { ...done, status: 'failed', evidence: problem };
}

/** What `pta-lab plan` does once its arguments are read. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { renderPlan } from '../../console/plan.ts';
import { planWithChanges } from '../../load/plan/plan-change.ts';
import { restOn } from '../../load/plan/rest-on.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { systemWord } from '../../runtime/live/read-text.ts';
import type { Ending } from '../exit-codes.ts';
import type { PlanArguments } from '../plan.ts';
import { writeText } from '../write-text.ts';
import { printPlan } from './print-plan.ts';
import { readPlan } from './read-plan.ts';

export function runPlan(asked: PlanArguments): Ending {
  const { options, calibration } = readPlan(asked);
  const planned = planWithChanges(options, asked.change, restOn(options, calibration));
  const text = JSON.stringify(planned);
  process.stdout.write(asked.json ? `${text}\n` : printPlan(planned));
  if (asked.out !== undefined) {
    makeFolder(asked.out);
    const page = path.join(asked.out, 'plan.html');
    writeText(page, renderPlan(planned));
    writeText(path.join(asked.out, 'plan.json'), `${text}\n`);
    process.stderr.write(`charts: ${page}\n`);
  }
  return (planned.after ?? planned.plan).carries ? 'pass' : 'fail';
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    const sentence = `--out: expected a folder that can be made at ${folder}, got ${systemWord(cause)}`;
    throw new LabError('OUT_UNWRITABLE', sentence, { cause });
  }
}

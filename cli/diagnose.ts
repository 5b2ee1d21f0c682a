/**
 * `pta-lab diagnose`: runs the probes that apply and names the broken link, with the evidence for
 * and against it. What it is shown are sightings: it knows no more of a lab than of a tenant.
 */
import { type Command, Option } from 'commander';
import { diagnose } from '../probes/diagnosis/diagnose.ts';
import type { Diagnosis } from '../probes/diagnosis/diagnosis.ts';
import { guide } from '../probes/diagnosis/guided.ts';
import { createUndoStack } from '../runtime/undo.ts';
import type { LookAsked } from './diagnose/collect-sightings.ts';
import { renderDiagnosis, renderSteps } from './diagnose/render-diagnosis.ts';
import { type Ending, endWith } from './exit-codes.ts';
import { addControlOptions } from './lab-control.ts';

interface Options extends LookAsked {
  json?: boolean;
  guided?: boolean;
}

export function register(program: Command): void {
  const command = program
    .command('diagnose')
    .description('Name the broken link, with evidence for and against, the next test and the fix')
    .addOption(source('--config <file>', 'targets and modules (docs/watch.md)'))
    .option('--target <name>', 'which of its targets; not needed where there is one')
    .addOption(
      source('--lab <file>', 'a running lab: what "pta-lab up --json" printed; - reads stdin'),
    )
    .addOption(source('--from <file>', 'diagnose what was kept: sightings, as --keep wrote them'))
    .addOption(source('--history <file>', 'diagnose the last hour of what a watch has kept'))
    .option('--keep <file>', 'write down what was seen; it holds no name and no password')
    .option('--guided', 'walk through the documented order, with what was seen at each step')
    .option('--json', 'print one JSON object');
  addControlOptions(command).action(async (options: Options) => {
    endWith(await diagnoseOnce(options));
  });
}

/** One at a time: what was left out silently would be taken for looked at. */
function source(flags: string, description: string): Option {
  return new Option(flags, description).conflicts(SOURCES.filter((one) => !flags.includes(one)));
}

const SOURCES = ['config', 'lab', 'from', 'history'];

async function diagnoseOnce(options: Options): Promise<Ending> {
  // Loaded on demand, so that help answers at once.
  const { collectSightings } = await import('./diagnose/collect-sightings.ts');
  const undo = createUndoStack();
  try {
    const sightings = await collectSightings(options, undo);
    const diagnosis = diagnose(sightings);
    const steps = options.guided ? guide(sightings) : undefined;
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ ...diagnosis, ...(steps && { steps }) })}\n`
        : `${steps ? `${renderSteps(steps)}\n` : ''}${renderDiagnosis(diagnosis)}`,
    );
    return ENDINGS[diagnosis.state];
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

const ENDINGS: Readonly<Record<Diagnosis['state'], Ending>> = {
  healthy: 'pass',
  'at-risk': 'fail',
  degraded: 'fail',
  broken: 'fail',
  inconclusive: 'inconclusive',
};

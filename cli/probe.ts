/**
 * `pta-lab probe`: one run of one probe: against a target of a configuration, a lab that is up, or
 * one started for it. The way to the probe is the same as for `watch` and `/probe`; a stranger
 * stands there, who knows what the configuration says and nothing of the lab.
 */
import { type Command, Option } from 'commander';
import { PROBES } from '../probes/index.ts';
import { createUndoStack } from '../runtime/undo.ts';
import { endWith } from './exit-codes.ts';
import { parseNumber } from './parse-number.ts';
import type { ProbeOptions } from './probe/choose-run.ts';
import { renderRun } from './probe/render-run.ts';
import { renderTable } from './table.ts';

interface Options extends ProbeOptions {
  list?: boolean;
  json?: boolean;
}

export function register(program: Command): void {
  program
    .command('probe')
    .description('Run one probe once: at a real tenant, a lab that is up, or one started for it')
    .argument('[name]', `one of ${Object.keys(PROBES).join(', ')}`)
    .option('--config <file>', 'targets and modules (docs/watch.md)')
    .option('--target <name>', 'which of its targets; not needed where there is one')
    .option('--module <name>', 'which of its modules, instead of the probe’s name')
    .addOption(
      new Option(
        '--lab <file>',
        'a running lab: what "pta-lab up --json" printed; - reads stdin (default: PTA_LAB_FILE)',
      ).conflicts('config'),
    )
    .option('--agents <number>', 'agents that must be Active', parseNumber)
    .option('--server <name>', 'of the lab, for probes that stand on an agent server')
    .option('--log <file...>', 'exported from an agent server: events, trace, counters')
    .option('--screenshots <folder>', 'of a browser sign-in that failed, everything typed masked')
    .option('--trace', 'keep a Playwright trace beside the screenshot; labs only')
    .option('--list', 'list the probes')
    .option('--json', 'print one JSON object')
    .action(async (name: string | undefined, options: Options) => {
      if (options.list) return printList(options);
      return endWith(await runOnce(name, options));
    });
}

async function runOnce(name: string | undefined, options: Options) {
  // Loaded on demand, so that help answers at once.
  const { chooseRun } = await import('./probe/choose-run.ts');
  const undo = createUndoStack();
  try {
    const { runner, target, module, open } = await chooseRun(name, options, undo);
    await runner.check(target, module);
    open();
    const run = await runner.run(target, module);
    process.stdout.write(options.json ? `${JSON.stringify(run)}\n` : renderRun(run, options));
    return run.verdict;
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

function printList({ json }: Options): void {
  const rows = Object.values(PROBES).map(({ id, about }) => ({ id, about }));
  const table = renderTable(rows.map(({ id, about }) => [id, about]));
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : table);
}

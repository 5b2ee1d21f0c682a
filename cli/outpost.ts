/**
 * `pta-lab outpost`: the lab's hand in another container. It dials its lab and does what that says;
 * on its own it does nothing. One JSON line on stdout for each event of note, never a key.
 */
import { Argument, type Command } from 'commander';
import { OUTPOST_KINDS, type OutpostKind } from '../lab/outposts/outposts.ts';
import { LabError } from '../runtime/lab-error.ts';
import { createUndoStack } from '../runtime/undo.ts';
import { endWith } from './exit-codes.ts';
import { listenForStop } from './stop-signal.ts';

interface Options {
  name?: string;
  runFolder: string;
  address?: string;
  siteGateway?: string;
}

const EXAMPLE = `
Examples (docker-compose.yml starts them all):
  pta-lab outpost agent --name agt-1
  pta-lab outpost egress --name hq --site-gateway 10.94.1.254/24
  pta-lab outpost controller --name dc-1 --address 10.94.11.11
`;

export function register(program: Command): void {
  program
    .command('outpost')
    .description('Stand in for the lab in another container: an agent’s server, egress, controller')
    .addArgument(new Argument('<kind>', 'what it is').choices(OUTPOST_KINDS))
    .option('--name <name>', 'as in the estate; of an egress its site')
    .option('--run-folder <folder>', 'where the lab leaves CA, address and token', '/run/pta-lab')
    .option('--address <address>', 'its own, for the others (default: the way to its router)')
    .option('--site-gateway <address>', 'egress: what the site knows as its router, with /bits')
    .addHelpText('after', EXAMPLE)
    .action(async (kind: OutpostKind, options: Options) => {
      await run(kind, options);
      endWith('pass');
    });
}

async function run(kind: OutpostKind, options: Options): Promise<void> {
  // Loaded on demand, so that help and wrong usage answer at once.
  const { runOutpost } = await import('../lab/outposts/run-outpost.ts');
  const { keepReadyFile } = await import('./ready-file.ts');
  const { name, ...rest } = options;
  if (name === undefined) {
    const sentence = `expected --name for an outpost ${kind}, got none`;
    throw new LabError('USAGE_OUTPOST', sentence);
  }
  const undo = createUndoStack();
  try {
    const stop = undo.use(listenForStop('leaving the lab'));
    const ready = undo.use(keepReadyFile(process.env.PTA_LAB_READY_FILE));
    await runOutpost({
      ...{ ...rest, kind, name, signal: stop.signal },
      log(entry) {
        ready.note(entry.event);
        const line = { at: new Date().toISOString(), name, ...entry };
        process.stdout.write(`${JSON.stringify(line)}\n`);
      },
    });
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

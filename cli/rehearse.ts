/** `pta-lab rehearse`: its arguments. What it does is in `rehearse/`. */
import { type Command, Option } from 'commander';
import { endWith } from './exit-codes.ts';
import { parseNumber } from './parse-number.ts';
import { LAB_KINDS } from './rehearse/lab-kind.ts';
import type { RehearseArguments } from './rehearse/run-rehearsals.ts';

/** As in `scenarios/scenario.ts`, which help and wrong usage do without. */
const ROLLBACK_STRATEGIES = ['always', 'deviated', 'never'];
const HYPOTHESIS_STRATEGIES = ['before-and-after', 'before', 'after', 'during', 'continuously'];

const CRYPTO = ['rsa', 'stand-in'] as const;

export function register(program: Command): void {
  forContainers(program.command('rehearse'))
    .description('Rehearse scenarios: what users, the portal and the event logs would show')
    .argument('[scenario...]', 'ids (see --list) or paths of .yaml files')
    .addOption(
      new Option(
        '--lab <kind>',
        'virtual, live (real sockets), compose (containers, docs/containers.md)',
      ).choices(LAB_KINDS),
    )
    .option('--live', 'short for --lab live: real sockets and real time instead of virtual ones')
    .option('--seed <text>', 'same seed, same virtual run', '1')
    .addOption(new Option('--crypto <kind>', 'virtual only; live is rsa').choices(CRYPTO))
    .option('--out <folder>', 'where the files go (default: .pta-lab/runs/…)')
    .option('--json', 'print the summary as one JSON array')
    .option('--var <name=value>', 'a variable of the scenarios; may be repeated', collect)
    .option('--var-file <file>', 'variables as a YAML or JSON map')
    .option('--estate <file>', 'an estate file in place of the scenarios’ own (docs/estate.md)')
    .addOption(
      new Option('--rollback-strategy <when>', 'when what was done is taken back').choices(
        ROLLBACK_STRATEGIES,
      ),
    )
    .addOption(
      new Option('--hypothesis-strategy <when>', 'when the steady state is looked at').choices(
        HYPOTHESIS_STRATEGIES,
      ),
    )
    .option('--hypothesis-frequency <duration>', 'between two looks during the method')
    .option('--fail-fast', 'end the method at the first thing that is not as expected')
    .option('--wall-limit <duration>', 'end the run after so much real time', '1h')
    .addOption(
      new Option(
        '--compare <what>',
        'run the same time with nothing done too, seed by seed, and say what differs',
      ).choices(['baseline']),
    )
    .option('--pairs <number>', 'how many seeds --compare takes (default: 20)', parseNumber)
    .option('--diagnose', 'before each healing, diagnose what the probes see (diagnosis.json)')
    .option('--ticket', 'write a go / no-go of one page for a change ticket (ticket.md)')
    .option('--dry', 'read and check the scenarios, print their steps, start nothing')
    .option('--list', 'list the scenarios that come with pta-lab')
    .action(async (names: string[], options: RehearseArguments) => {
      const { rehearseNamed } = await import('./rehearse/run-rehearsals.ts');
      endWith(await rehearseNamed(names, options));
    });
}

/** What `--lab compose` says to the program in the container, and nobody else has to. */
function forContainers(command: Command): Command {
  return command
    .addOption(new Option('--run-folder <folder>').default('/run/pta-lab').hideHelp())
    .addOption(new Option('--cloud-address <address>').hideHelp())
    .addOption(new Option('--over-stdio').hideHelp());
}

function collect(pair: string, earlier: string[] = []): string[] {
  return [...earlier, pair];
}

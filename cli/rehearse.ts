/** `pta-lab rehearse`: its arguments. What it does is in `run-rehearsals.ts`. */
import { type Command, Option } from 'commander';
import { endWith } from './exit-codes.ts';
import type { RehearseArguments } from './run-rehearsals.ts';

const CRYPTO = ['rsa', 'stand-in'] as const;

export function register(program: Command): void {
  program
    .command('rehearse')
    .description('Rehearse scenarios: what users, the portal and the event logs would show')
    .argument('[scenario...]', 'ids (see --list) or paths of .yaml files')
    .option('--live', 'real sockets and real time instead of virtual ones')
    .option('--seed <text>', 'same seed, same virtual run', '1')
    .addOption(new Option('--crypto <kind>', 'virtual only; live is rsa').choices(CRYPTO))
    .option('--out <folder>', 'where the files go (default: .pta-lab/runs/…)')
    .option('--json', 'print the summary as one JSON array')
    .option('--dry', 'read and check the scenarios, print their steps, start nothing')
    .option('--list', 'list the scenarios that come with pta-lab')
    .action(async (names: string[], options: RehearseArguments) => {
      const { rehearseNamed } = await import('./run-rehearsals.ts');
      endWith(await rehearseNamed(names, options));
    });
}

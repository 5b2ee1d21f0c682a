/**
 * `pta-lab estate`: the reader's own estate as a file, from what Graph lists, and what is risky in
 * it. What it does is in `estate/run-estate.ts`, which is loaded on demand.
 */
import type { Command } from 'commander';
import { endWith } from './exit-codes.ts';
import { controlToken } from './lab-control.ts';

export interface ImportArguments {
  agents?: string;
  sites?: string;
  fromLab?: string;
  controlToken?: string;
  out?: string;
}

export function register(program: Command): void {
  const estate = program.command('estate').description('Your own estate: import it, look it over');
  estate
    .command('import')
    .description('Turn a Graph list of agents and a short YAML of sites into an estate file')
    .option('--agents <file>', 'Graph’s answer (beta …/authentication/agents) as JSON')
    .option('--sites <file>', 'who is where: sites, controllers, proxies, Connect servers')
    .option('--from-lab <url>', 'instead: the estate of a running lab, by its control URL')
    .addOption(controlToken())
    .option('--out <file>', 'where to write it (default: stdout)')
    .action(async (options: ImportArguments) => {
      const { importNamed } = await import('./estate/run-estate.ts');
      endWith(await importNamed(options));
    });
  estate
    .command('lint')
    .description('Name what is risky in an estate file: 1 if sign-ins are in danger')
    .argument('<file>', 'estate file')
    .option('--json', 'print the findings as one JSON array')
    .action(async (file: string, options: { json?: boolean }) => {
      const { lintNamed } = await import('./estate/run-estate.ts');
      endWith(lintNamed(file, options));
    });
}

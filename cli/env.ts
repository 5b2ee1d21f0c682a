/**
 * `pta-lab env`: variables that lead other programs in this shell to a running lab, ready to
 * source: `eval "$(pta-lab env)"`. It changes nothing itself.
 */
import { type Command, Option } from 'commander';
import { LabError } from '../runtime/lab-error.ts';
import { environmentOf, renderEnvironment, SHELLS, type Shell } from './env-variables.ts';
import { controlToken } from './lab-control.ts';
import { askRunningLab, findRunningLab, type RunningLab } from './running-lab.ts';

interface Options {
  shell: Shell;
  realNames?: boolean;
  control?: string;
  controlToken?: string;
}

export function register(program: Command): void {
  program
    .command('env')
    .description('Print the variables that lead other programs to a running lab')
    .addOption(new Option('--shell <name>', 'whose words to use').choices(SHELLS).default('sh'))
    .option('--real-names', 'Microsoft’s own names; the lab must be up with --real-names')
    .option('--control <url>', 'of which lab (default: the one that is up in this folder)')
    .addOption(controlToken())
    .action(async ({ shell, realNames = false, control, controlToken }: Options) => {
      const lab = control ? await askRunningLab(control, controlToken) : findRunningLab();
      if (realNames) checkRealNames(lab);
      process.stdout.write(renderEnvironment(environmentOf(lab, { realNames }), shell));
    });
}

function checkRealNames({ realNames, proxy }: RunningLab): void {
  if (realNames && proxy !== undefined) return;
  throw new LabError(
    'USAGE_REAL_NAMES',
    'expected a lab that answers for Microsoft’s own names; start it with "pta-lab up --real-names"',
  );
}

/** `pta-lab untrust`: takes out what `pta-lab trust --install` put in, and nothing else. */
import type { Command } from 'commander';
import { STATE_DIR } from './running-lab.ts';
import { removeTrust } from './trust/install.ts';

export function register(program: Command): void {
  program
    .command('untrust')
    .description('Take the lab’s CA out wherever "trust --install" put it')
    .action(() => {
      const said = removeTrust(STATE_DIR);
      const lines = said.length > 0 ? said : ['Nothing was installed from this folder.'];
      process.stdout.write(`${lines.join('\n')}\n`);
    });
}

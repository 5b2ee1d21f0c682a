/** `pta-lab load`: its arguments. What it does is in `load/`. */
import { type Command, Option } from 'commander';
import type { LoadArguments } from './load/load-named.ts';
import { parseCapacityOption } from './parse-capacity.ts';
import { parseSkew } from './parse-number.ts';

const EXAMPLES = `
Examples:
  pta-lab load --list
  pta-lab load smoke                            three agents, ten seconds
  pta-lab load peak --agents 3 --peak 600       do three agents carry 600 a second?
  pta-lab load peak --agents 2 --peak 600       and two?
  pta-lab load peak --peak 900 --virtual        in virtual time: whatever this machine can do
  pta-lab load peak --peak 900 --crypto fast    on real sockets, beyond this machine's RSA
  pta-lab load ramp-to-knee --peak 1200 --virtual
  pta-lab load my-test.ts                       a k6 script of one's own
Each agent is as fast as the documented server (--capacity), whatever machine the lab runs on: what
a run verifies is that model. k6 drives the load where it is found (pta-lab doctor --install k6),
else the generator that comes with pta-lab, which reads the same scripts. More: docs/load.md.
`;

export function register(program: Command): void {
  program
    .command('load')
    .description('Load a lab with sign-ins: do these agents carry the peak, and one fewer?')
    .argument('[test...]', 'ids (see --list) or paths of k6 scripts')
    .option('--agents <number>', 'how many there are, 1 to 40 (default: 3)')
    .option('--peak <rate>', 'such as 900/s or 54000/min (default: what one agent fewer carries)')
    .option(
      '--duration <time>',
      'of the longest stage, such as 30s; others scale (default: the test’s)',
    )
    .option('--virtual', 'virtual time and our own generator, instead of real sockets')
    .addOption(
      new Option('--engine <engine>', 'who makes the load; auto: k6 where it is found')
        .choices(['auto', 'k6', 'builtin'])
        .default('auto'),
    )
    .addOption(
      new Option('--crypto <kind>', 'fast: no RSA per sign-in (default: rsa)').choices([
        'rsa',
        'fast',
      ]),
    )
    .option(
      '--capacity <model>',
      'of each agent: documented, host, cores=2,service=15ms,… (default: the estate’s, else documented)',
      parseCapacityOption,
    )
    .option('--skew <share>', 'how unevenly the cloud chooses agents, 0 to below 1', parseSkew, 0)
    .option('--estate <file>', 'an estate file instead of --agents (docs/estate.md)')
    .option('--seed <text>', 'same seed, same virtual run', '1')
    .option('--out <folder>', 'where the reports go', '.pta-lab/load')
    .option('--join <place...>', 'no run: join the parts of a distributed one, files or folders')
    .option('--json', 'print the summaries as one JSON array')
    .option('--list', 'list the tests that come with pta-lab')
    .addHelpText('after', EXAMPLES)
    .action(async (names: string[], options: LoadArguments) => {
      const { loadNamed } = await import('./load/load-named.ts');
      process.exitCode = await loadNamed(names, options);
    });
}

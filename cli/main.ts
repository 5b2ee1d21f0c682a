/**
 * The `pta-lab` program: every verb registers itself, and this is the only place that decides how
 * the process ends. Data goes to stdout, everything else to stderr.
 */
import { Command, CommanderError } from 'commander';
import { productName } from '../scenarios/journal/compose-journal.ts';
import { register as registerAgent } from './agent.ts';
import { register as registerChanges } from './changes.ts';
import { register as registerDoctor } from './doctor.ts';
import { register as registerEnv } from './env.ts';
import { register as registerEstate } from './estate.ts';
import { type Ending, EXIT_CODES, endWith, renderExitCodes } from './exit-codes.ts';
import { register as registerFaults } from './faults.ts';
import { register as registerFuzz } from './fuzz.ts';
import { register as registerProbe } from './probe.ts';
import { register as registerRehearse } from './rehearse.ts';
import { renderCrash, reportError } from './report-error.ts';
import { register as registerServers } from './servers.ts';
import { register as registerTrust } from './trust.ts';
import { register as registerUntrust } from './untrust.ts';
import { register as registerUp } from './up.ts';

/** One line per verb, in the order of `--help`. */
const VERBS: readonly ((program: Command) => void)[] = [
  registerRehearse,
  registerEstate,
  registerUp,
  registerAgent,
  registerEnv,
  registerTrust,
  registerUntrust,
  registerProbe,
  registerFaults,
  registerChanges,
  registerFuzz,
  registerServers,
  registerDoctor,
];

const program = new Command('pta-lab')
  .description('Rehearse, probe and size Microsoft Entra Pass-through Authentication in a lab')
  .version(productName(), '-V, --version', 'print the version')
  .option('--no-color', 'no colours (also: NO_COLOR=1)')
  .helpOption('-h, --help', 'show help')
  .addHelpText('after', renderExitCodes())
  .exitOverride()
  .hook('preAction', (_, action) => {
    // Everything that colours text, listr2 included, reads this; it is loaded after this point.
    if (action.optsWithGlobals().color === false) process.env.NO_COLOR = '1';
  });
for (const register of VERBS) register(program);
for (const command of program.commands) command.addHelpText('after', renderExitCodes());

/** `pta-lab up --json | head -1` closes the pipe early; that is not an error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/**
 * What nobody waits for breaks here; Node itself would print the message, which may quote a
 * password.
 */
process.on('uncaughtException', (error) => {
  process.stderr.write(renderCrash(error));
  process.exit(EXIT_CODES.environment.code);
});

try {
  await program.parseAsync();
} catch (error) {
  endWith(error instanceof CommanderError ? endingOfUsage(error) : reportError(error));
}

/** Commander has printed its own sentence already. */
function endingOfUsage({ exitCode }: CommanderError): Ending {
  return exitCode === 0 ? 'pass' : 'usage';
}

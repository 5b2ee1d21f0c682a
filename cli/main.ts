/**
 * The `pta-lab` program: every verb registers itself, and this is the only place that decides how
 * the process ends. Data goes to stdout, everything else to stderr.
 */
import { Command, CommanderError } from 'commander';
import { productName } from '../scenarios/journal/compose-journal.ts';
import { type Ending, EXIT_CODES, endWith, renderExitCodes } from './exit-codes.ts';
import { reportError } from './report-error.ts';

/**
 * One line per verb, in the order of `--help`. Only the one that is asked for is loaded: `watch`
 * runs for months and needs neither a lab nor its people in memory.
 */
const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  rehearse: () => import('./rehearse.ts'),
  estate: () => import('./estate.ts'),
  up: () => import('./up.ts'),
  agent: () => import('./agent.ts'),
  outpost: () => import('./outpost.ts'),
  replica: () => import('./replica.ts'),
  controllers: () => import('./controllers.ts'),
  env: () => import('./env.ts'),
  trust: () => import('./trust.ts'),
  untrust: () => import('./untrust.ts'),
  load: () => import('./load.ts'),
  plan: () => import('./plan.ts'),
  probe: () => import('./probe.ts'),
  preflight: () => import('./preflight.ts'),
  diagnose: () => import('./diagnose.ts'),
  watch: () => import('./watch.ts'),
  gate: () => import('./gate.ts'),
  budget: () => import('./budget.ts'),
  faults: () => import('./faults.ts'),
  changes: () => import('./changes.ts'),
  fuzz: () => import('./fuzz.ts'),
  rules: () => import('./rules.ts'),
  servers: () => import('./servers.ts'),
  doctor: () => import('./doctor.ts'),
};

interface Verb {
  register(program: Command): void;
}

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
for (const verb of await Promise.all(askedVerbs().map((load) => load()))) verb.register(program);
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
  reportError(error);
  process.exit(EXIT_CODES.environment.code);
});

/** What history needs of SQLite is the same in every supported Node; 22 calls it experimental. */
const warn = process.listeners('warning');
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (warning.name === 'ExperimentalWarning' && warning.message.startsWith('SQLite')) return;
  for (const print of warn) print(warning);
});

/**
 * Once nothing is left to do, leave at once: Node would take its own handles apart first, and that
 * has been seen (26.10, after a preflight) to spin for ever over sockets that nobody waits for.
 */
process.once('beforeExit', () => process.exit());

try {
  await program.parseAsync();
} catch (error) {
  endWith(error instanceof CommanderError ? endingOfUsage(error) : reportError(error));
}

/** All of them where none is named: for help, and for "did you mean". */
function askedVerbs(): readonly (() => Promise<Verb>)[] {
  const name = process.argv.slice(2).find((word) => !word.startsWith('-'));
  const verb = name !== undefined && Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  return verb === undefined ? Object.values(VERBS) : [verb];
}

/** Commander has printed its own sentence already. */
function endingOfUsage({ exitCode }: CommanderError): Ending {
  return exitCode === 0 ? 'pass' : 'usage';
}

/**
 * `pta-lab faults`: the catalogue, and the faults of a running lab through its control URL. What is
 * injected heals itself when its time is up, whoever forgets it.
 */
import { type Command, Option } from 'commander';
import { FAULT_FAMILIES, type Fault } from '../lab/faults/fault.ts';
import { FAULTS } from '../lab/faults/index.ts';
import { LabError } from '../runtime/lab-error.ts';
import { didYouMean } from '../runtime/yaml/nearest.ts';
import {
  describeFault,
  renderActive,
  renderCatalogue,
  renderFault,
} from './faults/render-faults.ts';
import { addControlOptions, type ControlOptions, controlOf, print } from './lab-control.ts';
import { parseSpan } from './parse-span.ts';
import { type Asked, addAskedOptions, findAsked, readAsked } from './read-asked.ts';

interface Options extends Asked, ControlOptions {
  json?: boolean;
  family?: string;
  for?: number;
  seed?: string;
}

export function register(program: Command): void {
  const faults = program.command('faults').description('Faults: what there is, and what is on');
  const verb = (name: string, about: string) =>
    faults.command(name).description(about).option('--json', 'print JSON');
  const running = (name: string, about: string) => addControlOptions(verb(name, about));

  verb('ls', 'List the faults there are, by family')
    .option('--family <family>', `only those of a family: ${FAULT_FAMILIES.join(', ')}`)
    .action(({ json, family }: Options) => {
      print(json, faultsOf(family).map(describeFault), renderCatalogue);
    });
  verb('show <fault>', 'Show one fault: cause, parameters, what tells it apart, fix').action(
    (id: string, { json }: Options) => print(json, describeFault(knownFault(id)), renderFault),
  );
  running('active', 'List the faults that are on').action(async (options: Options) => {
    print(options.json, await controlOf(options).faults.list(), renderActive);
  });
  registerOn(running('on <fault>', 'Inject a fault; it heals itself when its time is up'));
  running('off <key>', 'Heal one fault, by the key that "active" shows').action(
    async (key: string, options: Options) => {
      await controlOf(options).faults.off(key);
      print(options.json, { healed: key }, () => `${key} is healed\n`);
    },
  );
  running('reset', 'Heal every fault').action(async (options: Options) => {
    await controlOf(options).faults.reset();
    print(options.json, {}, () => 'no fault is on\n');
  });
}

function registerOn(command: Command): void {
  addAskedOptions(command, 'how=refuse')
    .addOption(
      new Option('--for <duration>', 'lab time until it heals itself')
        .argParser(parseSpan)
        .default(600_000, '10m'),
    )
    .option('--seed <text>', 'which connections a share hits (default: as the lab’s seed has it)')
    .action(async (id: string, options: Options) => {
      const { where, values } = readAsked('FAULT', knownFault(id), options);
      const { for: forMs, seed } = options;
      const limits = { ...(forMs && { forMs }), ...(seed && { seed }) };
      const active = await controlOf(options).faults.on(id, where, values, limits);
      print(options.json, active, (one) => renderActive([one]));
    });
}

function knownFault(id: string): Fault {
  return findAsked('FAULT', FAULTS, id);
}

function faultsOf(family: string | undefined): readonly Fault[] {
  const all = Object.values(FAULTS);
  if (family === undefined) return all;
  if (FAULT_FAMILIES.some((known) => known === family)) {
    return all.filter((fault) => fault.family === family);
  }
  const hint = didYouMean(family, FAULT_FAMILIES);
  const known = FAULT_FAMILIES.join(', ');
  throw new LabError('FAULT_FAMILY', `--family: expected one of ${known}, got "${family}"${hint}`);
}

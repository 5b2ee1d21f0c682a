/**
 * `pta-lab faults`: the catalogue, and the faults of a running lab through its control URL. What is
 * asked for is checked here first, because this end can say what was probably meant.
 */
import type { Command } from 'commander';
import { createControlClient } from '../lab/control/client.ts';
import type { Where } from '../lab/faults/fault.ts';
import { FAULTS } from '../lab/faults/index.ts';
import { LabError } from '../runtime/lab-error.ts';
import { didYouMean } from '../runtime/yaml/nearest.ts';
import { readParameters } from '../scenarios/parameters.ts';
import { describeFault, renderActive, renderCatalogue } from './render-faults.ts';

interface Options {
  control?: string;
  json?: boolean;
  sites?: string[];
  agents?: string[];
  controllers?: string[];
  with?: string[];
}

export function register(program: Command): void {
  const faults = program.command('faults').description('Faults: what there is, and what is on');
  const verb = (name: string, about: string) =>
    faults.command(name).description(about).option('--json', 'print JSON');
  const running = (name: string, about: string) =>
    verb(name, about).option('--control <url>', 'control URL, as "pta-lab up" prints it');

  verb('ls', 'List the faults there are').action(({ json }: Options) => {
    print(json, Object.values(FAULTS).map(describeFault), renderCatalogue);
  });
  running('active', 'List the faults that are on').action(async (options: Options) => {
    print(options.json, await clientOf(options).faults.list(), renderActive);
  });
  running('on <fault>', 'Inject a fault')
    .option('--sites <name...>', 'only on these sites')
    .option('--agents <name...>', 'only for these agents')
    .option('--controllers <name...>', 'only for these domain controllers')
    .option('--with <parameter=value...>', 'parameters, for example how=refuse')
    .action(async (id: string, options: Options) => {
      const { where, values } = parseInjection(id, options);
      const active = await clientOf(options).faults.on(id, where, values);
      print(options.json, active, (fault) => renderActive([fault]));
    });
  running('off <key>', 'Heal one fault, by the key that "active" shows').action(
    async (key: string, options: Options) => {
      await clientOf(options).faults.off(key);
      print(options.json, { healed: key }, () => `${key} is healed\n`);
    },
  );
  running('reset', 'Heal every fault').action(async (options: Options) => {
    await clientOf(options).faults.reset();
    print(options.json, {}, () => 'no fault is on\n');
  });
}

function print<T>(json: boolean | undefined, value: T, render: (value: T) => string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : render(value));
}

function clientOf({ control = process.env.PTA_LAB_CONTROL }: Options) {
  if (control !== undefined && URL.canParse(control)) {
    return createControlClient(control, process.env.PTA_LAB_CONTROL_TOKEN);
  }
  const got = control === undefined ? 'nothing' : `"${control}"`;
  const sentence = `--control: expected the control URL that "pta-lab up" prints, got ${got}`;
  throw new LabError('USAGE_CONTROL', sentence);
}

function parseInjection(id: string, options: Options) {
  const fault = Object.hasOwn(FAULTS, id) ? FAULTS[id] : undefined;
  if (fault === undefined) {
    const known = Object.keys(FAULTS);
    const hint = didYouMean(id, known) || ';';
    throw new LabError('FAULT_UNKNOWN', `no fault "${id}"${hint} known are ${known.join(', ')}`);
  }
  const written = Object.fromEntries((options.with ?? []).map(parsePair));
  const { values, wrong } = readParameters(fault, written);
  const [first] = wrong;
  if (first) throw new LabError('FAULT_PARAMETER', `--with ${first.name}: ${first.text}`);
  const { sites, agents, controllers } = options;
  const where: Where = {
    ...(sites && { sites }),
    ...(agents && { agents }),
    ...(controllers && { controllers }),
  };
  return { where, values };
}

function parsePair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new LabError('FAULT_PARAMETER', `--with: expected parameter=value, got "${text}"`);
}

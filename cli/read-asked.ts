/**
 * What `pta-lab faults` and `pta-lab changes` are asked for: ids, places and parameters as people
 * type them. Checked here, before a lab is asked, because this end can say what was probably meant.
 */
import type { Command } from 'commander';
import type { ParameterValues, Where } from '../lab/faults/fault.ts';
import type { Asker } from '../lab/places.ts';
import { LabError } from '../runtime/lab-error.ts';
import { pickNamed } from '../runtime/pick-named.ts';
import { type Parametrised, readParameters } from '../scenarios/file/parameters.ts';

const PLACES = {
  sites: 'at these sites',
  agents: 'on these agents’ servers',
  controllers: 'at these domain controllers',
  forests: 'in these forests',
  users: 'for these users (user principal names)',
  connectServers: 'on these Connect servers',
} as const satisfies Record<keyof Where, string>;

export interface Asked extends Where {
  with?: readonly string[];
}

/** `connectServers` → `--connect-servers` */
export function flagOf(place: string): string {
  return `--${place.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export function addAskedOptions(command: Command, example: string): Command {
  for (const [place, about] of Object.entries(PLACES)) {
    command.option(`${flagOf(place)} <name...>`, `only ${about}`);
  }
  return command.option('--with <parameter=value...>', `parameters, for example ${example}`);
}

/** @throws LabError `FAULT_UNKNOWN`, `CHANGE_UNKNOWN` */
export function findAsked<T>(asker: Asker, table: Readonly<Record<string, T>>, id: string): T {
  return pickNamed(`${asker}_UNKNOWN`, asker.toLowerCase(), id, table);
}

/** @throws LabError `FAULT_PARAMETER`, `CHANGE_PARAMETER` */
export function readAsked(
  asker: Asker,
  declared: Parametrised,
  { with: pairs = [], ...options }: Asked,
): { where: Where; values: Partial<ParameterValues> } {
  const written = Object.fromEntries(pairs.map((text) => readPair(asker, text)));
  const { values, wrong } = readParameters(declared, written);
  const [first] = wrong;
  if (first) throw new LabError(`${asker}_PARAMETER`, `--with ${first.name}: ${first.text}`);
  return { where: readWhere(options), values };
}

function readWhere(options: Where): Where {
  const named = Object.keys(PLACES).flatMap((place) => {
    const names = options[place as keyof Where];
    return names ? [[place, names]] : [];
  });
  return Object.fromEntries(named);
}

function readPair(asker: Asker, text: string): [string, string | number] {
  const at = text.indexOf('=');
  if (at <= 0) {
    throw new LabError(`${asker}_PARAMETER`, `--with: expected parameter=value, got "${text}"`);
  }
  const value = text.slice(at + 1);
  return [text.slice(0, at), /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value];
}

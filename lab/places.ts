/**
 * What faults and changes have in common: they are asked for by id, place and parameters. What
 * cannot be is refused with one sentence, before anything has happened.
 */
import { LabError } from '../runtime/lab-error.ts';
import type { Site } from './estate.ts';
import type { Parameter, ParameterValues, Where } from './faults/fault.ts';
import { serversOf } from './premises/connect-servers.ts';

/** The first word of the error codes. */
export type Asker = 'FAULT' | 'CHANGE';

/** Names that may be given; absent where any may, because only the lab in its course knows them. */
export type KnownPlaces = Readonly<Partial<Record<keyof Where, readonly string[]>>>;

export function placesOf(sites: readonly Site[]): KnownPlaces {
  return {
    sites: sites.map(({ name }) => name),
    agents: sites.flatMap(({ agents }) => agents),
    controllers: sites.flatMap(({ controllers }) => controllers),
    connectServers: serversOf(sites).map(({ name }) => name),
  };
}

export function describeWhere(where: Where): string {
  const places = Object.entries(where).map(([kind, names]) => `${kind} ${names.join(', ')}`);
  return places.join('; ') || 'everywhere';
}

/** @throws LabError `FAULT_WHERE` or `CHANGE_WHERE` */
export function checkWhere(
  asker: Asker,
  { id, where: understood }: { id: string; where: readonly (keyof Where)[] },
  where: Where,
  places: KnownPlaces,
): void {
  for (const kind of Object.keys(where) as (keyof Where)[]) {
    if (!understood.includes(kind)) {
      const list = understood.join(', ') || 'nothing';
      throw new LabError(`${asker}_WHERE`, `${id} takes ${list} as its place, got "${kind}".`);
    }
    const known = places[kind];
    const stranger = known && where[kind]?.find((name) => !known.includes(name));
    if (stranger !== undefined) {
      const list = known?.join(', ');
      throw new LabError(
        `${asker}_WHERE`,
        `${id}: expected one of the ${kind} ${list}, got "${stranger}".`,
      );
    }
  }
}

/** @throws LabError `FAULT_PARAMETER` or `CHANGE_PARAMETER` */
export function completeParameters(
  asker: Asker,
  { id, parameters }: { id: string; parameters: Readonly<Record<string, Parameter>> },
  given: Partial<ParameterValues>,
): ParameterValues {
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(parameters, name));
  if (stranger !== undefined) {
    const list = Object.keys(parameters).join(', ') || 'none';
    const sentence = `${id} has the parameters ${list}; got "${stranger}".`;
    throw new LabError(`${asker}_PARAMETER`, sentence);
  }
  const values = Object.entries(parameters).map(([name, parameter]) => [
    name,
    readValue(asker, `${id}.${name}`, parameter, given[name]),
  ]);
  return Object.fromEntries(values);
}

function readValue(
  asker: Asker,
  name: string,
  parameter: Parameter,
  given: string | number | undefined,
): string | number {
  if (parameter.type === 'choice') {
    const value = given ?? parameter.default;
    if (parameter.choices.includes(String(value))) return value;
    const list = parameter.choices.join(', ');
    throw new LabError(`${asker}_PARAMETER`, `${name}: expected one of ${list}, got "${value}".`);
  }
  const { usual, min, max, unit } = limitsOf(parameter);
  const value = Number(given ?? usual);
  if (value >= min && value <= max) return value;
  throw new LabError(
    `${asker}_PARAMETER`,
    `${name}: expected ${min} to ${max} ${unit}, got "${given}".`,
  );
}

/** A duration is a number of milliseconds. */
export function limitsOf(parameter: Exclude<Parameter, { type: 'choice' }>) {
  if (parameter.type === 'number') {
    const { default: usual, min, max, unit } = parameter;
    return { usual, min, max, unit };
  }
  return { usual: parameter.defaultMs, min: parameter.minMs, max: parameter.maxMs, unit: 'ms' };
}

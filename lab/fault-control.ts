/**
 * Faults of a running lab: checks what is asked for, and keeps the effects of all that are on
 * applied.
 */
import type { ControllerEffect, Effect, PathEffect } from '../protocol/effects.ts';
import { LabError } from '../runtime/lab-error.ts';
import type { Clock } from '../runtime/ports.ts';
import type { Site } from './estate.ts';
import type { Fault, Parameter, ParameterValues, Where } from './faults/fault.ts';
import { FAULTS } from './faults/index.ts';
import type { ActiveFault, FaultControl } from './lab.ts';
import type { Timeline } from './timeline.ts';

export interface FaultControlOptions {
  clock: Clock;
  sites: readonly Site[];
  timeline: Timeline;
  applyPath(effects: readonly PathEffect[]): void;
  applyControllers(effects: readonly ControllerEffect[]): Promise<void>;
}

export function createFaultControl(options: FaultControlOptions): FaultControl {
  const active = new Map<string, ActiveFault & { effects: readonly Effect[] }>();
  let injections = 0;

  async function apply(): Promise<void> {
    const effects = [...active.values()].flatMap((fault) => fault.effects);
    options.applyPath(effects.filter((effect) => effect.on === 'path'));
    await options.applyControllers(effects.filter((effect) => effect.on === 'controller'));
  }

  function note(id: string, state: 'on' | 'off', where: Where): void {
    const atMs = options.clock.nowMs();
    options.timeline.add({ kind: 'fault', atMs, fault: id, state, where: describeWhere(where) });
  }

  async function off(key: string): Promise<void> {
    const fault = active.get(key);
    if (!fault) {
      const known = [...active.keys()].join(', ') || 'none';
      throw new LabError('FAULT_NOT_ACTIVE', `No fault "${key}" is on; on now: ${known}.`);
    }
    active.delete(key);
    note(fault.id, 'off', fault.where);
    await apply();
  }

  return {
    async on(id, where = {}, parameters = {}) {
      const fault = knownFault(id);
      checkWhere(id, fault.where, where, options.sites);
      const values = completeParameters(id, fault.parameters, parameters);
      const effects = fault.effects(where, values);
      const key = `${id}#${++injections}`;
      const sinceMs = options.clock.nowMs();
      const started = { key, id, where, parameters: values, sinceMs };
      active.set(key, { ...started, effects });
      note(id, 'on', where);
      await apply();
      return started;
    },
    off,
    async reset() {
      for (const key of [...active.keys()]) await off(key);
    },
    list: () => [...active.values()].map(({ effects: _, ...visible }) => visible),
  };
}

function knownFault(id: string): Fault {
  // Ids come from strangers too: only the table's own are faults.
  const fault = Object.hasOwn(FAULTS, id) ? FAULTS[id] : undefined;
  if (fault) return fault;
  const known = Object.keys(FAULTS).join(', ');
  throw new LabError('FAULT_UNKNOWN', `There is no fault "${id}"; known are: ${known}.`);
}

function describeWhere(where: Where): string {
  const places = Object.entries(where).map(([kind, names]) => `${kind} ${names.join(', ')}`);
  return places.join('; ') || 'everywhere';
}

function checkWhere(
  id: string,
  understood: readonly (keyof Where)[],
  where: Where,
  sites: readonly Site[],
): void {
  const known: Record<keyof Where, readonly string[]> = {
    sites: sites.map(({ name }) => name),
    agents: sites.flatMap(({ agents }) => agents),
    controllers: sites.flatMap(({ controllers }) => controllers),
  };
  for (const kind of Object.keys(where) as (keyof Where)[]) {
    if (!understood.includes(kind)) {
      const list = understood.join(', ');
      throw new LabError('FAULT_WHERE', `${id} takes ${list} as its place, got "${kind}".`);
    }
    const stranger = where[kind]?.find((name) => !known[kind].includes(name));
    if (stranger !== undefined) {
      const list = known[kind].join(', ');
      throw new LabError(
        'FAULT_WHERE',
        `${id}: expected one of the ${kind} ${list}, got "${stranger}".`,
      );
    }
  }
}

function completeParameters(
  id: string,
  declared: Readonly<Record<string, Parameter>>,
  given: Partial<ParameterValues>,
): ParameterValues {
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(declared, name));
  if (stranger !== undefined) {
    const list = Object.keys(declared).join(', ') || 'none';
    throw new LabError('FAULT_PARAMETER', `${id} has the parameters ${list}; got "${stranger}".`);
  }
  const values = Object.entries(declared).map(([name, parameter]) => [
    name,
    checkValue(`${id}.${name}`, parameter, given[name]),
  ]);
  return Object.fromEntries(values);
}

function checkValue(
  name: string,
  parameter: Parameter,
  given: string | number | undefined,
): string | number {
  if (parameter.type === 'choice') {
    const value = given ?? parameter.default;
    if (parameter.choices.includes(String(value))) return value;
    const list = parameter.choices.join(', ');
    throw new LabError('FAULT_PARAMETER', `${name}: expected one of ${list}, got "${value}".`);
  }
  const value = Number(given ?? parameter.defaultMs);
  if (value >= parameter.minMs && value <= parameter.maxMs) return value;
  throw new LabError(
    'FAULT_PARAMETER',
    `${name}: expected ${parameter.minMs} to ${parameter.maxMs} ms, got "${given}".`,
  );
}

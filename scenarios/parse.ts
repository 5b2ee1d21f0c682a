/**
 * A scenario file, from text to `Scenario`. `schema.json` says which keys and forms there are;
 * `references.ts` then looks up every fault, place and code that is named. Nothing is started
 * before both agree.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import type { Site } from '../lab/estate.ts';
import type { Fault } from '../lab/faults/fault.ts';
import { FAULTS } from '../lab/faults/index.ts';
import type { Phase, SignInResult, UserGroup } from '../lab/timeline.ts';
import type { AgentStatus } from '../protocol/timings.ts';
import { describeSchemaErrors } from '../runtime/yaml/schema-problems.ts';
import { parseYaml } from '../runtime/yaml/source-map.ts';
import { parseDuration } from './duration.ts';
import { readParameters } from './parameters.ts';
import { findWrongReferences } from './references.ts';
import type { Agents, Expectation, Scenario, Step } from './scenario.ts';

/** The file's words, exactly as `schema.json` admits them. */
interface RawScenario {
  title: string;
  description: string;
  estate?: { agents?: number; sites?: Site[]; users?: number };
  traffic?: { every: string };
  'steady-state': { probe: string; expect: Record<string, unknown> }[];
  method: RawStep[];
  after?: { within: string };
}

interface RawStep {
  name?: string;
  inject?: string;
  sites?: string[];
  agents?: string[];
  controllers?: string[];
  with?: Record<string, string | number>;
  heal?: string;
  wait?: string;
  advance?: string;
  phase?: 'noticed' | 'healed';
  when?: RawExpectation;
  expect?: RawExpectation;
  of?: Phase;
  within?: string;
}

interface RawExpectation {
  'sign-ins'?: Partial<Record<UserGroup, SignInResult[]>>;
  seen?: Partial<Record<UserGroup, SignInResult[]>>;
  share?: Partial<Record<UserGroup, Record<string, [number, number]>>>;
  samples?: number;
  events?: { id: number; agents: Agents }[];
  status?: Partial<Record<AgentStatus, Agents>>;
  'status-changes'?: 'none';
}

const AFTER_WITHIN_DEFAULT = '15m';

const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strictTypes: false });
ajv.addKeyword('expected');
const validate = ajv.compile<RawScenario>(
  JSON.parse(readFileSync(path.join(import.meta.dirname, 'schema.json'), 'utf8')),
);

/** @throws LabError `SCENARIO_…`: file, line, key, what was expected, what came. */
export function parseScenario(
  file: string,
  text: string,
  faults: Readonly<Record<string, Fault>> = FAULTS,
): Scenario {
  const source = parseYaml(file, text, 'scenario');
  const raw = source.value;
  if (!validate(raw)) throw source.error(describeSchemaErrors(validate.errors ?? [], raw));
  const scenario: Scenario = {
    id: path.basename(file).replace(/\.ya?ml$/, ''),
    title: raw.title,
    description: raw.description.trim(),
    estate: raw.estate ?? {},
    ...(raw.traffic && { traffic: { everyMs: parseDuration(raw.traffic.every) } }),
    steadyState: raw['steady-state'],
    method: raw.method.map((step) => ({
      ...(step.name && { name: step.name }),
      ...readStep(step),
    })),
    after: { withinMs: parseDuration(raw.after?.within ?? AFTER_WITHIN_DEFAULT) },
  };
  const wrong = findWrongReferences(scenario, faults);
  if (wrong.length > 0) throw source.error(wrong);
  return { ...scenario, method: scenario.method.map((step) => withDurations(step, faults)) };
}

/**
 * Parameters in the lab's units; `findWrongReferences` has seen that there is nothing wrong with
 * them.
 */
function withDurations(step: Step, faults: Readonly<Record<string, Fault>>): Step {
  const fault = step.kind === 'inject' ? faults[step.fault] : undefined;
  if (step.kind !== 'inject' || fault === undefined) return step;
  return { ...step, parameters: readParameters(fault, step.parameters).values };
}

/** One verb per step; of two, the schema has refused one as an unknown key of the other. */
function readStep(raw: RawStep): Step {
  const withinMs = parseDuration(raw.within ?? '');
  if (raw.inject !== undefined) {
    const { sites, agents, controllers } = raw;
    const where = {
      ...(sites && { sites }),
      ...(agents && { agents }),
      ...(controllers && { controllers }),
    };
    return { kind: 'inject', fault: raw.inject, where, parameters: raw.with ?? {} };
  }
  if (raw.heal !== undefined) return { kind: 'heal', fault: raw.heal };
  if (raw.wait !== undefined) return { kind: 'wait', durationMs: parseDuration(raw.wait) };
  if (raw.advance !== undefined) return { kind: 'advance', durationMs: parseDuration(raw.advance) };
  if (raw.phase !== undefined) {
    return { kind: 'phase', phase: raw.phase, when: readExpectation(raw.when ?? {}), withinMs };
  }
  const expect = readExpectation(raw.expect ?? {});
  return { kind: 'expect', expect, ...(raw.of && { of: raw.of }), withinMs };
}

function readExpectation(raw: RawExpectation): Expectation {
  const { 'sign-ins': signIns, 'status-changes': statusChanges, ...rest } = raw;
  return { ...(signIns && { signIns }), ...rest, ...(statusChanges && { statusChanges }) };
}

/**
 * A scenario file, from text to `Scenario`: variables first, then blocks written out, then
 * `schema.json` says which keys and forms there are, and `references.ts` looks up every fault,
 * change, place and code that is named. Nothing is started before all agree.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import type { LabOptions } from '../../lab/estate.ts';
import { parseDuration } from '../../runtime/duration.ts';
import type { Problem } from '../../runtime/yaml/problem.ts';
import { describeSchemaErrors } from '../../runtime/yaml/schema-problems.ts';
import { parseYaml, type SourceMap } from '../../runtime/yaml/source-map.ts';
import type { Hypothesis, ProbeStep, RollbackStrategy, Scenario, Step } from '../scenario.ts';
import { type ExpandedStep, expandSteps } from './expand-steps.ts';
import { findContradictions } from './find-contradictions.ts';
import { CATALOGUE, type Catalogue } from './known-deeds.ts';
import { readParameters } from './parameters.ts';
import { findTooLong } from './planned-time.ts';
import { type RawStep, readStep } from './read-step.ts';
import { findWrongReferences } from './references.ts';
import { pickEstate, type RawEstate, readScenarioEstate } from './scenario-estate.ts';
import { askForVariable, resolveVariables, substitute, type Variables } from './variables.ts';

/** The file's words, exactly as `schema.json` admits them. */
interface RawScenario {
  title: string;
  description: string;
  group?: string;
  variables?: Variables;
  estate?: RawEstate;
  traffic?: { every: string };
  'steady-state': ProbeStep[];
  hypothesis?: { strategy?: Hypothesis['strategy']; every?: string; 'at-least'?: number };
  'fail-fast'?: boolean;
  method: RawStep[];
  rollback?: RollbackStrategy;
  after?: { within: string };
  limit?: string;
}

const DEFAULTS = {
  group: 'Your own',
  after: '15m',
  limit: '30d',
  strategy: 'before-and-after',
  every: '1m',
  atLeast: 1,
  rollback: 'always',
} as const;

const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strictTypes: false });
ajv.addKeyword('expected');
const readSchema = (...names: string[]) =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, '..', ...names), 'utf8'));
ajv.addSchema(readSchema('..', 'lab', 'estate-file', 'estate.schema.json'));
const validate = ajv.compile<RawScenario>(readSchema('schema.json'));

export interface ParseOptions {
  /** Values of variables; names that the scenario does not declare are not its business. */
  variables?: Variables;
  /** In place of the scenario's own. */
  estate?: LabOptions;
  /** Default: everything there is. */
  catalogue?: Catalogue;
}

/** @throws LabError `SCENARIO_…`: file, line, key, what was expected, what came. */
export function parseScenario(
  file: string,
  text: string,
  { variables: given = {}, estate: chosen, catalogue = CATALOGUE }: ParseOptions = {},
): Scenario {
  const source = parseYaml(file, text, 'scenario');
  const { raw, steps, variables } = resolve(source, given);
  const place = placeIn(steps);
  const refuse = (problems: readonly Problem[]) => {
    if (problems.length > 0) throw source.error(problems.map(place));
  };
  if (!validate(raw))
    throw source.error(describeSchemaErrors(validate.errors ?? [], raw).map(place));
  const id = path.basename(file).replace(/\.ya?ml$/, '');
  const { estate, problems } = chosen
    ? { estate: pickEstate(chosen), problems: [] }
    : readScenarioEstate(raw.estate ?? {}, file);
  refuse(problems);
  const scenario: Scenario = { ...readWhole(raw), id, variables, estate };
  const wrong = findWrongReferences(scenario, catalogue);
  refuse(chosen ? wrong.map((problem) => askForVariable(problem, variables)) : wrong);
  refuse(findTooLong(scenario));
  const method = scenario.method.map((step) => inLabUnits(step, catalogue));
  refuse(findContradictions({ method, estate }, catalogue));
  return { ...scenario, method };
}

/** Which variables a file declares, for those who give them: `undefined` if it cannot be read. */
export function declaredVariables(file: string, text: string): readonly string[] {
  const { value } = parseYaml(file, text, 'scenario');
  return isRecord(value) && isRecord(value.variables) ? Object.keys(value.variables) : [];
}

/** What stands in the file once variables are put in and blocks are written out. */
function resolve(source: SourceMap, given: Variables) {
  const written = source.value;
  if (!isRecord(written)) return { raw: written, steps: [], variables: {} };
  const { method, variables: declared = {}, ...rest } = written;
  const isMap = isRecord(declared);
  const { values, problems } = resolveVariables(isMap ? (declared as Variables) : {}, given);
  const head = substitute(rest, values, []);
  const expansion = Array.isArray(method)
    ? expandSteps(method, values)
    : { steps: [], problems: [] };
  const all = [...problems, ...head.problems, ...expansion.problems];
  if (all.length > 0) throw source.error(all);
  const raw: unknown = {
    ...(isRecord(head.value) && head.value),
    ...('variables' in written && { variables: isMap ? values : declared }),
    ...('method' in written && {
      method: Array.isArray(method) ? expansion.steps.map(({ step }) => step) : method,
    }),
  };
  return { raw, steps: expansion.steps, variables: values };
}

/** From a step's place in the method as written out to its place in the file. */
function placeIn(steps: readonly ExpandedStep[]): (problem: Problem) => Problem {
  return (problem) => {
    const [first, at, ...rest] = problem.path;
    const step = first === 'method' && typeof at === 'number' ? steps[at] : undefined;
    return step === undefined ? problem : { ...problem, path: [...step.path, ...rest] };
  };
}

function readWhole(raw: RawScenario): Omit<Scenario, 'id' | 'variables' | 'estate'> {
  const { hypothesis = {}, traffic, after, limit = DEFAULTS.limit } = raw;
  return {
    title: raw.title,
    description: raw.description.trim(),
    group: raw.group ?? DEFAULTS.group,
    ...(traffic && { traffic: { everyMs: parseDuration(traffic.every) } }),
    steadyState: raw['steady-state'],
    hypothesis: {
      strategy: hypothesis.strategy ?? DEFAULTS.strategy,
      everyMs: parseDuration(hypothesis.every ?? DEFAULTS.every),
      atLeast: hypothesis['at-least'] ?? DEFAULTS.atLeast,
    },
    failFast: raw['fail-fast'] ?? false,
    method: raw.method.map(readStep),
    rollback: raw.rollback ?? DEFAULTS.rollback,
    after: { withinMs: parseDuration(after?.within ?? DEFAULTS.after) },
    limitMs: parseDuration(limit),
  };
}

/** `findWrongReferences` has seen that there is nothing wrong with the parameters. */
function inLabUnits(step: Step, { faults, changes }: Catalogue): Step {
  if (step.kind !== 'inject' && step.kind !== 'do') return step;
  const declared = step.kind === 'inject' ? faults[step.fault] : changes[step.change];
  if (declared === undefined) return step;
  return { ...step, parameters: readParameters(declared, step.parameters).values };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

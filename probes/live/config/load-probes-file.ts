/**
 * A file of probes, from text to what runs. `probes/watch.schema.json` says which keys and forms
 * there are; then comes what cannot be. Variables of the environment win over the file. No secret
 * is read here, and nothing is sent.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { LabError } from '../../../runtime/lab-error.ts';
import { readText } from '../../../runtime/live/read-text.ts';
import type { Problem } from '../../../runtime/yaml/problem.ts';
import { describeSchemaErrors } from '../../../runtime/yaml/schema-problems.ts';
import { parseYaml, type SourceMap } from '../../../runtime/yaml/source-map.ts';
import { findWrongAlerts, readAlerts } from '../alerts/read-alerts.ts';
import { absolute } from './absolute.ts';
import { type Overridden, override } from './environment.ts';
import { findWrong } from './find-wrong.ts';
import { findWrongListen, readListen } from './listen.ts';
import type { ProbesDescription, TargetDescription } from './probes-description.ts';
import type { ProbesFile, TelemetrySettings } from './probes-file.ts';
import { builtInModules, readModule, readRow, readWindow } from './read-schedule.ts';
import { readTarget } from './read-target.ts';

const SCHEMA = path.join(import.meta.dirname, '..', '..', 'watch.schema.json');
const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strictTypes: false });
for (const keyword of ['expected', 'withheld']) ajv.addKeyword(keyword);
const validate = ajv.compile<ProbesDescription>(JSON.parse(readFileSync(SCHEMA, 'utf8')));

export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  nowMs: number;
}

/**
 * @throws LabError `PROBES_UNREADABLE`, `PROBES_SYNTAX`, `PROBES_INVALID`: one sentence with file,
 *   line, key, what was expected, what came.
 */
export function loadProbesFile(file: string, around: Partial<Surroundings> = {}): ProbesFile {
  const text = readText(
    file,
    'PROBES_UNREADABLE',
    (got) => `expected a file of probes at ${file}, got ${got}; docs/watch.md shows one`,
  );
  return parseProbesFile(text, file, {
    env: process.env,
    nowMs: Date.now(),
    ...around,
  });
}

/** Paths in it count from where `file` is. @throws LabError as `loadProbesFile` */
export function parseProbesFile(
  text: string,
  file: string,
  { env, nowMs }: Surroundings,
): ProbesFile {
  const source = parseYaml(file, text, 'probes');
  const overridden = override(source.value, env);
  const refuse = (problems: readonly Problem[]) => {
    if (problems.length > 0) throw locate(source, problems, overridden);
  };
  refuse(overridden.problems);
  const raw = overridden.value;
  if (!validate(raw)) throw locate(source, describe(validate.errors ?? [], raw), overridden);
  refuse([
    ...findWrong(raw, nowMs),
    ...findWrongListen(raw.listen),
    ...findWrongAlerts(raw.alerts),
  ]);

  const folder = path.dirname(file);
  const targets: [string, ProbesFile['targets'][string]][] = [];
  for (const [name, described] of Object.entries(raw.targets)) {
    const read = readTargetAt(name, described, folder);
    if ('problem' in read) throw locate(source, [read.problem], overridden);
    targets.push([name, read.target]);
  }
  return compose(raw, Object.fromEntries(targets), folder);
}

/** What stands where a secret is named may be the secret itself, so it is not repeated. */
function describe(errors: readonly ErrorObject[], raw: unknown): Problem[] {
  return errors.flatMap((error) => {
    const problems = describeSchemaErrors([error], raw);
    if (error.parentSchema?.withheld !== true) return problems;
    return problems.map((problem) => {
      return { ...problem, text: problem.text.replace(/, got .*$/s, '') };
    });
  });
}

function compose(
  raw: ProbesDescription,
  targets: ProbesFile['targets'],
  folder: string,
): ProbesFile {
  const { history, listen, timezone = 'UTC', modules = {}, telemetry, alerts } = raw;
  const own = Object.entries(modules).map(([name, module]) => [name, readModule(name, module)]);
  return {
    ...(history !== undefined && { history: path.resolve(folder, history) }),
    ...(listen !== undefined && { listen: readListen(listen, folder) }),
    targets,
    modules: { ...builtInModules(), ...Object.fromEntries(own) },
    schedule: (raw.schedule ?? []).map((row) => readRow(row, timezone)),
    maintenance: (raw.maintenance ?? []).map((window) => readWindow(window, timezone)),
    ...(alerts && { alerts: readAlerts(alerts, folder) }),
    ...(telemetry && { telemetry: readTelemetry(telemetry, folder) }),
  };
}

function readTelemetry(
  { headers, ...rest }: NonNullable<ProbesDescription['telemetry']>,
  folder: string,
): TelemetrySettings {
  if (headers === undefined) return rest;
  const at = Object.entries(headers).map(([name, ref]) => [name, absolute(ref, folder)]);
  return { ...rest, headers: Object.fromEntries(at) };
}

/** What a target's own reader says is wrong becomes a problem of its line here. */
function readTargetAt(name: string, described: TargetDescription, folder: string) {
  try {
    return { target: readTarget(name, described, folder) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    // Its own `targets.contoso.authority: ` would stand there twice.
    const text = error.message.replace(/^targets\.[\w.-]+: |^--lab: /, '').replace(/\.$/, '');
    const key = described.lab === undefined ? [] : ['lab'];
    return { problem: { path: ['targets', name, ...key], text } };
  }
}

function locate(
  source: SourceMap,
  problems: readonly Problem[],
  { names }: Pick<Overridden, 'names'>,
): LabError {
  const told = problems.map((problem) => {
    const name = names.get(problem.path.join('.'));
    return name === undefined ? problem : { ...problem, text: `${name}: ${problem.text}` };
  });
  return source.error(told);
}

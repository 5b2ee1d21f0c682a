/**
 * An estate file, from text to what `startLab` takes. `estate.schema.json` says which keys and
 * forms there are; `estate-problems.ts` then looks at what cannot be. Needs ajv and yaml: loaded by
 * those who read a file, not by the lab itself.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { isTimingName, TIMINGS } from '../../protocol/timings.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { readText } from '../../runtime/live/read-text.ts';
import { didYouMean } from '../../runtime/yaml/nearest.ts';
import type { Problem } from '../../runtime/yaml/problem.ts';
import { describeSchemaErrors } from '../../runtime/yaml/schema-problems.ts';
import { parseYaml, type SourceMap } from '../../runtime/yaml/source-map.ts';
import type { LabOptions } from '../estate.ts';
import { findImpossible } from '../estate-problems.ts';
import type { TenantDescription } from '../tenant/tenant-description.ts';
import { readTenantFile } from '../tenant/tenant-file.ts';
import { findWrongCapacities } from './capacities.ts';
import type { EstateDescription, SitesDescription } from './estate-description.ts';
import { estateOptions, sitesOptions } from './estate-options.ts';
import { findWrongRelations } from './estate-relations.ts';

const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strictTypes: false });
ajv.addKeyword('expected');
const schema: { $id: string } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'estate.schema.json'), 'utf8'),
);
const validateEstate = ajv.compile<EstateDescription & { $schema?: string }>(schema);
const validateSites = ajv.compile<SitesDescription & { $schema?: string }>({
  $ref: `${schema.$id}#/definitions/sitesFile`,
});

/**
 * For `startLab`; the tenant file that it names is read, too.
 *
 * @throws LabError `ESTATE_UNREADABLE`, what `parseEstate` throws, and `TENANT_…`
 */
export function readEstateFile(file: string): LabOptions {
  const { description, tenantFile } = readWholeEstate(file);
  return { ...estateOptions(description), ...(tenantFile && { tenantFile }) };
}

/** For `estate lint`, which looks at more than the lab does. @throws LabError as above. */
export function readWholeEstate(file: string): {
  description: EstateDescription;
  tenantFile?: TenantDescription;
} {
  const { source, description } = parseWhole(readFile(file), file);
  if (description.tenant === undefined) return { description };
  const read = readTenantBeside(file, description.tenant);
  if ('problem' in read) throw source.error([read.problem]);
  return { description, ...read };
}

/**
 * What a file names under `tenant`, or what is wrong with the name. A path counts from where the
 * file is.
 */
export function readTenantBeside(
  file: string,
  named: string,
): { tenantFile: TenantDescription } | { problem: Problem } {
  const place = path.isAbsolute(named) ? named : path.join(path.dirname(file), named);
  try {
    return { tenantFile: readTenantFile(place) };
  } catch (error) {
    if (!(error instanceof LabError && error.code === 'TENANT_UNREADABLE')) throw error;
    return { problem: { path: ['tenant'], text: error.message } };
  }
}

/**
 * @throws LabError `ESTATE_SYNTAX` and `ESTATE_INVALID`: file, line, key, what was expected, what
 *   came.
 */
export function parseEstate(text: string, fileName: string): EstateDescription {
  return parseWhole(text, fileName).description;
}

function parseWhole(text: string, fileName: string) {
  const { source, description } = parseBy(validateEstate, text, fileName);
  refuse(source, findWrong(description));
  return { source, description };
}

/** What an estate cannot be, of one that has the right form. */
export function findWrong(description: EstateDescription): Problem[] {
  const { sites, forests, timings } = description;
  return [
    ...findImpossible({
      sites: sitesOptions(sites),
      ...(forests && { forests }),
      ...(timings && { timings }),
    }),
    ...findWrongRelations(description),
    ...findWrongCapacities(description),
    ...findWrongTimings(description),
  ];
}

/**
 * The short YAML of `estate import`, with its lines for what turns out to be wrong once it is put
 * together with a list of agents. @throws LabError as `parseEstate`.
 */
export function readSitesFile(file: string): { source: SourceMap; description: SitesDescription } {
  const { source, description } = parseBy(validateSites, readFile(file), file);
  refuse(source, findWrongTimings(description));
  return { source, description };
}

function parseBy<T extends { $schema?: string }>(
  validate: ValidateFunction<T>,
  text: string,
  fileName: string,
): { source: SourceMap; description: Omit<T, '$schema'> } {
  const source = parseYaml(fileName, text, 'estate');
  const raw = source.value;
  if (!validate(raw)) throw source.error(describeSchemaErrors(validate.errors ?? [], raw));
  const { $schema, ...description } = raw;
  return { source, description };
}

function refuse(source: SourceMap, problems: readonly Problem[]): void {
  if (problems.length > 0) throw source.error(problems);
}

/** Names of timings that there are not. */
export function findWrongTimings({ timings = {} }: Pick<EstateDescription, 'timings'>): Problem[] {
  return Object.keys(timings).flatMap((key): Problem[] => {
    if (isTimingName(key)) return [];
    const hint = didYouMean(key, Object.keys(TIMINGS));
    const text = `expected a name of protocol/timing-rows.ts, got the unknown key "${key}"${hint}`;
    return [{ path: ['timings'], key, text }];
  });
}

function readFile(file: string): string {
  return readText(
    file,
    'ESTATE_UNREADABLE',
    (got) => `expected an estate file at ${file}, got ${got}; docs/estate.md shows one`,
  );
}

/**
 * Turns what ajv reports into sentences that say what was expected and what came. The wording of a
 * value stands beside it in `schema.json` (`expected`), so that a new key brings its own sentence.
 */
import type { ErrorObject } from 'ajv';
import { didYouMean } from './nearest.ts';
import type { Path, Problem } from './problem.ts';

export function describeSchemaErrors(errors: readonly ErrorObject[], root: unknown): Problem[] {
  return errors
    .filter(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames')
    .map((error) => {
      const path = pathOf(error.instancePath, root);
      return { path, ...describeError(error) };
    });
}

function describeError(error: ErrorObject): Omit<Problem, 'path'> {
  const schema = recordOf(error.parentSchema);
  const params = recordOf(error.params);
  if (error.propertyName !== undefined) return wrongKey(error.propertyName, error);
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(
        String(params.additionalProperty),
        Object.keys(recordOf(schema.properties)),
      );
    case 'required':
      return { text: `expected the key "${String(params.missingProperty)}", which is missing` };
    case 'dependencies':
      return {
        text: `expected the key "${String(params.missingProperty)}" beside "${String(params.property)}"`,
      };
    case 'enum': {
      const allowed = listOf(params.allowedValues);
      const hint = didYouMean(String(error.data), allowed);
      return { text: `expected ${oneOf(allowed)}, got ${shown(error.data)}${hint}` };
    }
    default:
      return { text: `expected ${expectation(schema, error)}, got ${shown(error.data)}` };
  }
}

/** A key that its map's `propertyNames` refuse: by a list, or by its form. */
function wrongKey(key: string, error: ErrorObject): Omit<Problem, 'path'> {
  if (error.keyword === 'enum') return unknownKey(key, recordOf(error.params).allowedValues);
  const expected = expectation(recordOf(error.parentSchema), error);
  return { key, text: `expected ${expected}, got the key "${key}"` };
}

function unknownKey(key: string, allowed: unknown): Omit<Problem, 'path'> {
  const known = listOf(allowed);
  const hint = didYouMean(key, known);
  return { key, text: `expected ${oneOf(known)}, got the unknown key "${key}"${hint}` };
}

function expectation(schema: Record<string, unknown>, error: ErrorObject): string {
  return typeof schema.expected === 'string'
    ? schema.expected
    : (error.message ?? 'something else');
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? `"${names[0]}"` : `one of ${names.join(', ')}`;
}

/** What came, short enough for a sentence. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
  return JSON.stringify(value);
}

/** JSON pointer → path; a part is an index only where the value there is a list. */
function pathOf(pointer: string, root: unknown): Path {
  let node = root;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const index = Array.isArray(node) ? Number(key) : key;
      node = recordOf(node)[key];
      return index;
    });
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

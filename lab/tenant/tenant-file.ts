/**
 * A tenant file, from text to `TenantDescription`. `tenant.schema.json` says which keys and forms
 * there are; `tenant-relations.ts` then looks at what they say about one another. Needs ajv and
 * yaml: loaded by those who read a file, not by the lab itself.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { readText } from '../../runtime/live/read-text.ts';
import { describeSchemaErrors } from '../../runtime/yaml/schema-problems.ts';
import { parseYaml } from '../../runtime/yaml/source-map.ts';
import type { TenantDescription } from './tenant-description.ts';
import { findWrongRelations } from './tenant-relations.ts';

const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strictTypes: false });
ajv.addKeyword('expected');
ajv.addFormat('calendar-time', isCalendarTime);
const validate = ajv.compile<TenantDescription & { $schema?: string }>(
  JSON.parse(readFileSync(path.join(import.meta.dirname, 'tenant.schema.json'), 'utf8')),
);

/** @throws LabError `TENANT_UNREADABLE`, and what `parseTenant` throws. */
export function readTenantFile(file: string): TenantDescription {
  const text = readText(
    file,
    'TENANT_UNREADABLE',
    (got) => `expected a tenant file at ${file}, got ${got}; docs/tenant.md shows one`,
  );
  return parseTenant(text, file);
}

/**
 * @throws LabError `TENANT_SYNTAX` and `TENANT_INVALID`: file, line, key, what was expected, what
 *   came. No password is in the sentence.
 */
export function parseTenant(text: string, fileName: string): TenantDescription {
  const source = parseYaml(fileName, text, 'tenant');
  const raw = source.value;
  if (!validate(raw)) {
    throw source.error(describeSchemaErrors((validate.errors ?? []).map(withoutSecret), raw));
  }
  const { $schema, ...description } = raw;
  const wrong = findWrongRelations(description);
  if (wrong.length > 0) throw source.error(wrong);
  return description;
}

/** JavaScript takes 31 February for a day in March. */
function isCalendarTime(text: string): boolean {
  const atMs = Date.parse(text);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text.slice(0, 10));
}

/** A password that is too long, or a number, is still one: the sentence must not show it. */
const SECRET_PLACES = /\/(password|totpSecret|secrets\/\d+\/value)$/;

/** A forgotten space behind the colon makes one text of key and password. */
const SECRET_TEXT = /\b(password|totpSecret|value):/;

function withoutSecret<T extends Pick<ErrorObject, 'instancePath' | 'data' | 'params'>>(
  error: T,
): T {
  const { additionalProperty: key } = error.params;
  if (typeof key === 'string' && SECRET_TEXT.test(key)) {
    return { ...error, params: { additionalProperty: `${key.split(':', 1)[0]}:…` } };
  }
  const isSecret =
    SECRET_PLACES.test(error.instancePath) ||
    (typeof error.data === 'string' && SECRET_TEXT.test(error.data));
  if (!isSecret) return error;
  const kind = typeof error.data === 'string' ? `text of ${error.data.length} characters` : 'other';
  return { ...error, data: `[${kind}]` };
}

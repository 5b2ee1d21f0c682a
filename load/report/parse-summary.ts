/**
 * Reads what `render-summary.ts` wrote. Checked against the schema, because people hand in files of
 * other tools and of other versions; what it says of members, later versions only add to.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { LabError } from '../../runtime/lab-error.ts';
import type { LoadResult } from '../load-result.ts';
import type { LoadSummary } from './summary-shape.ts';

const SCHEMA = path.join(import.meta.dirname, 'load-summary.schema.json');
const ajv = new Ajv2020({ strictTypes: false });
const validate = ajv.compile<LoadSummary>(JSON.parse(readFileSync(SCHEMA, 'utf8')));

/** @throws LabError `LOAD_SUMMARY` */
export function parseLoadSummary(text: string, name: string): LoadResult {
  const { $schema: _, ...result } = checkSummary(parseJson(text, name), name).pta_lab;
  return result;
}

function checkSummary(value: unknown, name: string): LoadSummary {
  if (validate(value)) return value;
  const [error] = validate.errors ?? [];
  const where = error?.instancePath || 'its top';
  throw notASummary(name, `${error?.message ?? 'something else'} (at ${where})`);
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notASummary(name, 'no JSON', error);
  }
}

function notASummary(name: string, got: string, cause?: unknown): LabError {
  const sentence = `${name}: expected the summary.json of a pta-lab load run, got: ${got}.`;
  return new LabError('LOAD_SUMMARY', sentence, { cause });
}

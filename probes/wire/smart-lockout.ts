/**
 * The tenant's own smart lockout: "Password Rule Settings" among the directory settings of beta
 * (GR-SETTINGS, EIDSCA). A tenant that never changed them has no such entry, and lives by the
 * cloud's own count.
 */
import { PASSWORD_RULES } from '../../protocol/password-rule-settings.ts';
import type { GraphProblem } from '../observations.ts';
import type { Graph } from './graph.ts';
import { asObject, type JsonObject, listOf, textOf } from './json.ts';

const PATH = '/beta/settings';
const NEEDS = 'GroupSettings.Read.All or Directory.Read.All (delegated)';
const { templateId, threshold, durationSeconds } = PASSWORD_RULES;

export interface OwnLockout {
  /** Undefined: not set. */
  threshold: number | undefined;
  durationMs: number | undefined;
}

export async function fetchSmartLockout(
  graph: Graph,
): Promise<OwnLockout | { problem: GraphProblem }> {
  const read = await graph.get(PATH, NEEDS);
  if (!read.ok) return { problem: read.problem };
  const settings = listOf(read.body, 'value').map((value) => asObject(value) ?? {});
  const rules = settings.find((one) => textOf(one, 'templateId')?.toLowerCase() === templateId);
  const [count, seconds] = [readValue(rules, threshold), readValue(rules, durationSeconds)];
  return { threshold: count, durationMs: seconds === undefined ? undefined : seconds * 1_000 };
}

/** Values are text, numbers included. */
function readValue(setting: JsonObject | undefined, name: string): number | undefined {
  const values = setting === undefined ? [] : listOf(setting, 'values');
  const entry = values.map((value) => asObject(value) ?? {}).find((one) => one.name === name);
  const number = Number.parseInt(entry === undefined ? '' : (textOf(entry, 'value') ?? ''), 10);
  return Number.isNaN(number) || number <= 0 ? undefined : number;
}

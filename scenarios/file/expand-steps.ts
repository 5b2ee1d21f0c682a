/**
 * Blocks of steps, written out: `for-each` (a rolling upgrade over a list of agents) and `repeat`.
 * A block that is not well-formed is left as it is, for `schema.json` to say what is wrong with it.
 * Each step remembers where in the file it stands.
 */
import type { Path, Problem } from '../../runtime/yaml/problem.ts';
import type { VariableValue } from '../scenario.ts';
import { substitute, type Variables } from './variables.ts';

export interface ExpandedStep {
  step: unknown;
  /** Where it is written. */
  path: Path;
}

export interface Expansion {
  steps: readonly ExpandedStep[];
  problems: readonly Problem[];
}

/** More than any rehearsal needs: whoever writes more has slipped. */
export const STEPS_MAX = 2_000;

/** Blocks in blocks are expanded too. */
export function expandSteps(method: readonly unknown[], variables: Variables): Expansion {
  const problems: Problem[] = [];
  const steps = expand(method, variables, ['method'], problems);
  return { steps, problems };
}

function expand(
  list: readonly unknown[],
  variables: Variables,
  path: Path,
  problems: Problem[],
): ExpandedStep[] {
  return list.flatMap((written, at): ExpandedStep[] => {
    const here = [...path, at];
    const block = readBlock(written, variables, here, problems);
    if (block === undefined) {
      const { value, problems: unknown } = substitute(written, variables, here);
      problems.push(...unknown);
      return [{ step: value, path: here }];
    }
    if (block.rounds.length * block.steps.length > STEPS_MAX) {
      const got = `${block.rounds.length} × ${block.steps.length}`;
      problems.push({ path: here, text: `expected at most ${STEPS_MAX} steps, got ${got}` });
      return [];
    }
    return block.rounds.flatMap((round, turn) => {
      const inner = { ...variables, ...round };
      const steps = expand(block.steps, inner, [...here, 'steps'], problems);
      return turn === 0 ? steps : [...pause(block.stagger, here), ...steps];
    });
  });
}

/** Moves the clock: in live mode, too, nobody sits through a stagger of 15 minutes. */
function pause(stagger: unknown, path: Path): ExpandedStep[] {
  return stagger === undefined ? [] : [{ step: { advance: stagger }, path: [...path, 'stagger'] }];
}

interface Block {
  steps: readonly unknown[];
  rounds: readonly Variables[];
  stagger: unknown;
}

function readBlock(
  written: unknown,
  variables: Variables,
  path: Path,
  problems: Problem[],
): Block | undefined {
  if (!isRecord(written) || !Array.isArray(written.steps)) return undefined;
  const { 'for-each': each, repeat, steps, stagger, name: _, ...unknown } = written;
  if (Object.keys(unknown).length > 0 || (each === undefined) === (repeat === undefined)) {
    return undefined;
  }
  const { value, problems: missing } = substitute({ each, repeat, stagger }, variables, path);
  problems.push(...missing);
  const rounds = isRecord(value) ? readRounds(value.each, value.repeat) : undefined;
  if (rounds === undefined || !isRecord(value)) return undefined;
  return { steps, rounds, stagger: value.stagger };
}

function readRounds(each: unknown, repeat: unknown): Variables[] | undefined {
  if (typeof repeat === 'number' && Number.isInteger(repeat) && repeat >= 1) {
    return Array.from({ length: Math.min(repeat, STEPS_MAX + 1) }, (_, at) => ({ round: at + 1 }));
  }
  if (!isRecord(each)) return undefined;
  const [first, ...others] = Object.entries(each);
  if (first === undefined || others.length > 0) return undefined;
  const [name, items] = first;
  if (!Array.isArray(items) || items.length === 0 || !items.every(isScalar)) return undefined;
  return items.map((item: VariableValue) => ({ [name]: item }));
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

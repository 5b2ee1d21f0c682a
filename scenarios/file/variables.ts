/**
 * Variables of a scenario: `${site}` anywhere in a value. A value that is nothing but one variable
 * takes its type, so that numbers and lists can be variables too; inside a text, and in a key, it
 * is put in as text.
 */
import { didYouMean } from '../../runtime/yaml/nearest.ts';
import type { Path, Problem } from '../../runtime/yaml/problem.ts';
import type { VariableValue } from '../scenario.ts';

export type Variables = Readonly<Record<string, VariableValue>>;

const ANYWHERE = /\$\{([^}]*)\}/g;
const ALONE = /^\$\{([^}]*)\}$/;

/** `null` in a file means that somebody has to give it. */
export function resolveVariables(
  declared: Readonly<Record<string, VariableValue | null>>,
  given: Variables,
): { values: Variables; problems: Problem[] } {
  const values: Record<string, VariableValue> = {};
  const problems: Problem[] = [];
  for (const [name, usual] of Object.entries(declared)) {
    const value = Object.hasOwn(given, name) ? given[name] : usual;
    if (value !== null && value !== undefined) values[name] = value;
    else {
      const text = `expected a value for "${name}", from here or as --var ${name}=…, got none`;
      problems.push({ path: ['variables', name], text });
    }
  }
  return { values, problems };
}

/** Names that nobody knows stay as they are and come back as problems. */
export function substitute(
  value: unknown,
  variables: Variables,
  path: Path,
): { value: unknown; problems: Problem[] } {
  const problems: Problem[] = [];
  const replaced = walk(value, variables, path, problems);
  return { value: replaced, problems };
}

/** An estate was given, and what came in place of one of its names is the usual value of these. */
export function askForVariable(problem: Problem, variables: Variables): Problem {
  const names = Object.keys(variables).filter((name) =>
    [variables[name]].flat().some((value) => problem.text.includes(`got "${value}"`)),
  );
  if (names.length === 0) return problem;
  const asked = names.map((name) => `--var ${name}=…`).join(' or ');
  return { ...problem, text: `${problem.text}; give yours as ${asked}` };
}

function walk(value: unknown, variables: Variables, path: Path, problems: Problem[]): unknown {
  if (typeof value === 'string') return replaceIn(value, variables, path, problems);
  if (Array.isArray(value)) {
    return value.map((item, at) => walk(item, variables, [...path, at], problems));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    String(replaceIn(key, variables, path, problems)),
    walk(item, variables, [...path, key], problems),
  ]);
  return Object.fromEntries(entries);
}

function replaceIn(
  text: string,
  variables: Variables,
  path: Path,
  problems: Problem[],
): VariableValue {
  const lookUp = (name: string, written: string): VariableValue => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value !== undefined) return value;
    const known = Object.keys(variables);
    const list = known.length === 0 ? 'there are none' : known.join(', ');
    const hint = didYouMean(name, known);
    problems.push({ path, text: `expected a known variable (${list}), got "${written}"${hint}` });
    return written;
  };
  const alone = ALONE.exec(text)?.[1];
  if (alone !== undefined) return lookUp(alone, text);
  return text.replaceAll(ANYWHERE, (written, name: string) => String(lookUp(name, written)));
}

/**
 * Names of a description that come twice: the second of two is the problem, without regard to case.
 */
import type { Path, Problem } from '../../runtime/yaml/problem.ts';

export type Named = readonly [path: Path, name: string | undefined];

export function findTwice(names: Iterable<Named>): Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const [path, name] of names) {
    const key = name?.toLowerCase();
    if (key === undefined) continue;
    if (seen.has(key))
      problems.push({ path, text: `expected each only once, got "${name}" twice` });
    seen.add(key);
  }
  return problems;
}

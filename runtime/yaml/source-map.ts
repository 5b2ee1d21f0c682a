/**
 * A YAML text with its positions: turns a path such as `method[1].wait` into the line it stands on.
 * Only syntax is judged here; what the values mean is up to the reader of that kind of file.
 */
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { LabError } from '../lab-error.ts';
import { type Problem, renderPath } from './problem.ts';

export interface SourceMap {
  value: unknown;
  /** The one sentence for the first problem in the file. */
  error(problems: readonly Problem[]): LabError;
}

/** `kind` is what the file describes; errors are `SCENARIO_SYNTAX` and `SCENARIO_INVALID` then. */
export function parseYaml(file: string, text: string, kind: string): SourceMap {
  const code = kind.toUpperCase();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const { line } = lines.linePos(syntax.pos[0]);
    throw new LabError(`${code}_SYNTAX`, `${file}:${line}: expected valid YAML: ${syntax.message}`);
  }

  const offsetOf = ({ path, key }: Problem): number => {
    const node = document.getIn(path, true);
    if (key !== undefined && isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
    }
    if (isNode(node)) return node.range?.[0] ?? 0;
    return path.length === 0 ? 0 : offsetOf({ path: path.slice(0, -1), text: '' });
  };

  return {
    value: document.toJS({ maxAliasCount: 100 }),
    error(problems) {
      const located = problems.map((problem) => ({ problem, offset: offsetOf(problem) }));
      // At one place, a wrong key says more than a wrong value.
      const first = located.sort(
        (a, b) =>
          a.offset - b.offset ||
          Number(b.problem.key !== undefined) - Number(a.problem.key !== undefined),
      )[0];
      const { problem, offset } = first ?? { problem: { path: [], text: 'invalid' }, offset: 0 };
      const place = `${file}:${lines.linePos(offset).line}`;
      const where = renderPath(problem.path) || kind;
      return new LabError(`${code}_INVALID`, `${place}: ${where}: ${problem.text}`);
    },
  };
}

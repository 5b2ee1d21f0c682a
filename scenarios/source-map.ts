/**
 * A YAML text with its positions: turns a path such as `method[1].wait` into the line it stands on.
 * Only syntax is judged here; what the values mean is up to `parse.ts`.
 */
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { LabError } from '../runtime/lab-error.ts';

export type Path = readonly (string | number)[];

export interface Problem {
  path: Path;
  /** Set when the key itself is wrong, not its value. */
  key?: string;
  text: string;
}

export interface SourceMap {
  value: unknown;
  /** The one sentence for the first problem in the file. */
  error(problems: readonly Problem[]): LabError;
}

export function parseYaml(file: string, text: string): SourceMap {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const { line } = lines.linePos(syntax.pos[0]);
    throw new LabError(
      'SCENARIO_SYNTAX',
      `${file}:${line}: expected valid YAML: ${syntax.message}`,
    );
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
      const where = renderPath(problem.path);
      return new LabError('SCENARIO_INVALID', `${place}: ${where}: ${problem.text}`);
    },
  };
}

/** `['method', 1, 'wait']` → `method[1].wait`. */
function renderPath(path: Path): string {
  if (path.length === 0) return 'scenario';
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`))
    .join('');
}

/**
 * A YAML text with its positions: turns a path such as `method[1].wait` into the line it stands on.
 * Only syntax is judged here; what the values mean is up to the reader of that kind of file.
 */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
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
  const wrongSyntax = (offset: number, text: string): LabError => {
    const { line } = lines.linePos(offset);
    return new LabError(`${code}_SYNTAX`, `${file}:${line}: expected valid YAML: ${text}`);
  };
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const several = syntax.code === 'MULTIPLE_DOCS';
    throw wrongSyntax(syntax.pos[0], several ? 'expected one document' : syntax.message);
  }
  const read = readValue(document);
  if (!read.ok) throw wrongSyntax(read.offset, read.text);

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
    value: read.value,
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

const ALIASES_MAX = 100;

type Read = { ok: true; value: unknown } | { ok: false; offset: number; text: string };

/** What an alias names may be a password that wanted quotation marks, so it is not repeated. */
function readValue(document: Document.Parsed): Read {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: ALIASES_MAX }) };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const lost = findLostAlias(document);
    if (lost === undefined) return { ok: false, offset: 0, text: 'aliases stand for too much' };
    const text = 'an alias stands for nothing; put a value that begins with * in quotation marks';
    return { ok: false, offset: lost, text };
  }
}

function findLostAlias(document: Document.Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

/** What is wrong at one place of a written file, before it is known on which line that is. */
export type Path = readonly (string | number)[];

export interface Problem {
  path: Path;
  /** Set when the key itself is wrong, not its value. */
  key?: string;
  text: string;
}

/** `['method', 1, 'wait']` → `method[1].wait`. */
export function renderPath(path: Path): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`))
    .join('');
}

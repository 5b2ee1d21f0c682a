/**
 * What somebody asked for by its name, out of all there are; if there is no such thing, a sentence
 * with what was probably meant.
 */
import { LabError } from './lab-error.ts';
import { didYouMean } from './yaml/nearest.ts';

/**
 * `what`: a target, a probe, a fault, for the sentence. `name` undefined: nobody said which.
 *
 * @throws LabError `code`
 */
export function pickNamed<T>(
  code: string,
  what: string,
  name: string | undefined,
  all: Readonly<Record<string, T>>,
): T {
  const found = name !== undefined && Object.hasOwn(all, name) ? all[name] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(all);
  const meant = didYouMean(name ?? '', known) || ';';
  const came = name === undefined ? `which ${what}?` : `no ${what} "${name}"${meant}`;
  throw new LabError(code, `${came} known are ${known.join(', ')}`);
}

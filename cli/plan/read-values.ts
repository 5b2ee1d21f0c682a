/** Values of `pta-lab plan`: commander reports the error with the option's name before it. */
import { InvalidArgumentError } from 'commander';
import { parseRate, RATE_FORM } from '../../load/plan/parse-rate.ts';

export function readRate(text: string): number {
  const perSecond = parseRate(text);
  if (perSecond === undefined) throw new InvalidArgumentError(`Expected ${RATE_FORM}.`);
  return perSecond;
}

export function readAmount(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('Expected a number above 0 such as 1.5.');
}

export function readFactor(text: string): number {
  const factor = readAmount(text);
  if (factor >= 1) return factor;
  throw new InvalidArgumentError('Expected 1, which is flat, or more.');
}

export function collect(change: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, change];
}

/**
 * Whole numbers on the command line: commander reports the error with the option's name before it.
 */
import { InvalidArgumentError } from 'commander';

export function parseNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

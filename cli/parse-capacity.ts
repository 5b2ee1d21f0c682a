/**
 * `--capacity` of `up`, `load` and `plan`: commander reports the error with the option's name
 * before it.
 */
import { InvalidArgumentError } from 'commander';
import type { AgentCapacity } from '../protocol/capacity.ts';
import { parseCapacity } from '../protocol/capacity-notation.ts';

export function parseCapacityOption(text: string): AgentCapacity | 'host' {
  const capacity = parseCapacity(text);
  if (capacity === 'host' || !('problem' in capacity)) return capacity;
  const { problem } = capacity;
  throw new InvalidArgumentError(`${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`);
}

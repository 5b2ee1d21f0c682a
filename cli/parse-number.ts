/** Numbers on the command line: commander reports the error with the option's name before it. */
import { InvalidArgumentError } from 'commander';

export function parseNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

const PORT_MAX = 65_535;

export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= PORT_MAX) return port;
  throw new InvalidArgumentError(`Expected a port, 0 to ${PORT_MAX}.`);
}

/** How unevenly the cloud chooses agents. */
export function parseSkew(text: string): number {
  const skew = /^(0|0?\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (skew < 1) return skew;
  throw new InvalidArgumentError('Expected a number from 0 to below 1.');
}

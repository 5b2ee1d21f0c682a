/**
 * Durations on the command line, in milliseconds: commander reports the error with the option's
 * name before it.
 */
import { InvalidArgumentError, Option } from 'commander';
import { isDuration, parseDuration } from '../runtime/duration.ts';

export function parseSpan(text: string): number {
  if (isDuration(text) && parseDuration(text) > 0) return parseDuration(text);
  throw new InvalidArgumentError('Expected a duration above 0 such as 500ms, 90s, 10m or 2h30m.');
}

/** With a default that help shows as people type it. */
export function spanOption(flags: string, about: string, usual: string): Option {
  return new Option(flags, about).argParser(parseSpan).default(parseDuration(usual), usual);
}

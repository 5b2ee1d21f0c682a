/** Durations among the options of `plan`: ms, with a default that reads as it is typed. */
import { InvalidArgumentError, Option } from 'commander';
import { isDuration, parseDuration } from '../../runtime/duration.ts';

export function readSpan(text: string): number {
  if (isDuration(text) && parseDuration(text) > 0) return parseDuration(text);
  throw new InvalidArgumentError('Expected a duration above 0 such as 10m or 500ms.');
}

export function span(flags: string, about: string, usual: string): Option {
  return new Option(flags, about).argParser(readSpan).default(parseDuration(usual), usual);
}

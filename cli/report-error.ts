/**
 * What a person reads when something went wrong. Expected trouble is one sentence. Our own bugs
 * show their class and the lines of code, never their message: a message may quote what was being
 * parsed.
 */
import path from 'node:path';
import { LabError } from '../runtime/lab-error.ts';
import { exhaustionIn } from '../runtime/live/failure.ts';
import { type Ending, endingOfError } from './exit-codes.ts';

const ROOT = path.join(import.meta.dirname, '..');
const FRAMES_MAX = 6;

export function reportError(thrown: unknown): Ending {
  const error = exhaustionIn(thrown) ?? thrown;
  if (error instanceof LabError) {
    process.stderr.write(`error: ${error.message}\n`);
    return endingOfError(error.code);
  }
  process.stderr.write(renderCrash(error));
  return 'environment';
}

export function renderCrash(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  const frames = error instanceof Error ? framesOf(error) : [];
  return [
    `error: pta-lab itself broke (${name}). Please report this with the command you gave:`,
    ...frames.map((frame) => `  ${frame}`),
    'Where to report: see CONTRIBUTING.md.',
    '',
  ].join('\n');
}

function framesOf({ stack = '' }: Error): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim().replace('file://', '').replace(`${ROOT}/`, ''))
    .slice(0, FRAMES_MAX);
}

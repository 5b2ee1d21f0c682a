/**
 * What verbs that work on a running lab share: the options that say which lab, a client for its
 * control API, and one way to print, as text or as JSON.
 */
import { type Command, Option } from 'commander';
import { type ControlClient, createControlClient } from '../lab/control/client.ts';
import { LabError } from '../runtime/lab-error.ts';
import { CONTROL_TOKEN_VARIABLE, readControlToken } from '../runtime/live/control-token.ts';
import { findRunningLab } from './running-lab.ts';

export interface ControlOptions {
  control?: string;
  controlToken?: string;
}

export function addControlOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--control <url>',
        'control URL of the lab (default: the lab up in this folder)',
      ).env('PTA_LAB_CONTROL'),
    )
    .addOption(controlToken());
}

export function controlToken(): Option {
  return new Option('--control-token <text>', 'if that lab asks for one').env(
    CONTROL_TOKEN_VARIABLE,
  );
}

/** @throws LabError `USAGE_CONTROL`, and `USAGE_NO_LAB` if none was named and none is up here. */
export function controlOf(
  { control, controlToken }: ControlOptions,
  option = '--control',
): ControlClient {
  const url = control ?? findRunningLab().control;
  const token = controlToken ?? readControlToken(process.env);
  if (URL.canParse(url)) return createControlClient(url, token);
  const sentence = `${option}: expected the control URL that "pta-lab up" prints, got "${url}"`;
  throw new LabError('USAGE_CONTROL', sentence);
}

export function print<T>(json: boolean | undefined, value: T, render: (value: T) => string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : render(value));
}

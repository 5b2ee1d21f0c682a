/**
 * `--directory` and what goes with it: real domain controllers in place of the lab's, for the
 * accounts named and for nobody else.
 */
import type { Command } from 'commander';
import type { LabOptions } from '../../lab/estate.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { parseNumber } from '../parse-number.ts';

export interface DirectoryOptions {
  directory?: readonly string[];
  directoryCa?: string;
  directoryAccount?: readonly string[];
  directoryAttempts?: number;
}

export function withDirectory(command: Command): Command {
  return command
    .option('--directory <url...>', 'real controllers: ldaps://host[:port], ldaps+srv://domain')
    .option('--directory-ca <file>', 'whose certificates they have (default: the machine’s roots)')
    .option('--directory-account <upn...>', 'the accounts that may be used; needed')
    .option(
      '--directory-attempts <number>',
      'sign-ins a minute for each (default: 1)',
      parseNumber,
    );
}

/** @throws LabError `USAGE_DIRECTORY` */
export function readDirectory(options: DirectoryOptions): Pick<LabOptions, 'externalDirectory'> {
  const { directory: urls, directoryCa: caFile, directoryAccount: accounts = [] } = options;
  const { directoryAttempts: attemptsPerMinute } = options;
  if (urls === undefined) {
    if (caFile === undefined && accounts.length === 0 && attemptsPerMinute === undefined) return {};
    throw new LabError('USAGE_DIRECTORY', 'Expected --directory with the other options about it.');
  }
  if (accounts.length === 0) {
    throw new LabError(
      'USAGE_DIRECTORY',
      'A real directory needs --directory-account: the accounts that may be used. Nobody else’s ' +
        'password leaves the lab.',
    );
  }
  refuseWrong(accounts, attemptsPerMinute);
  const externalDirectory = {
    ...{ urls, accounts },
    ...(caFile !== undefined && { caFile }),
    ...(attemptsPerMinute !== undefined && { attemptsPerMinute }),
    onRefused: (sentence: string) => void process.stderr.write(`${sentence}\n`),
  };
  return { externalDirectory };
}

function refuseWrong(accounts: readonly string[], attempts: number | undefined): void {
  const nameless = accounts.find((name) => !/^[^@\s]+@[^@\s]+$/.test(name));
  if (nameless !== undefined) {
    const expected = 'expected a user principal name such as ada@corp.example';
    throw new LabError('USAGE_DIRECTORY', `--directory-account: ${expected}, got "${nameless}"`);
  }
  if (attempts === undefined || attempts >= 1) return;
  const sentence = `--directory-attempts: expected a whole number from 1, got ${attempts}`;
  throw new LabError('USAGE_DIRECTORY', sentence);
}

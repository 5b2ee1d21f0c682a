/**
 * `pta-lab doctor`: which parts this machine has, what each is for and how to get the missing ones.
 * It always ends with 0: a missing optional part is no failure.
 */
import type { Command } from 'commander';
import { findPart, PART_IDS, type Part } from './parts.ts';
import { renderTable } from './table.ts';

const COLUMNS = ['part', 'found', 'version', 'needed for', 'how to get it'] as const;

export function register(program: Command): void {
  program
    .command('doctor')
    .description('Show which parts this machine has and how to get the missing ones')
    .option('--json', 'print one JSON array')
    .action((options: { json?: boolean }) => {
      const parts = PART_IDS.map(findPart);
      process.stdout.write(options.json ? `${JSON.stringify(parts)}\n` : renderParts(parts));
    });
}

export function renderParts(parts: readonly Part[]): string {
  return renderTable([COLUMNS, ...parts.map(row)]);
}

function row(part: Part): readonly string[] {
  const howToGet = part.found ? '' : part.howToGet;
  return [part.title, part.found ? 'yes' : 'no', part.version ?? '-', part.neededFor, howToGet];
}

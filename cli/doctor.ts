/**
 * `pta-lab doctor`: which parts this machine has, what each is for and how to get the missing ones.
 * It always ends with 0: a missing optional part is no failure. With `--install` it builds one.
 */
import { type Command, Option } from 'commander';
import { endWith } from './exit-codes.ts';
import { findPart, PART_IDS, type Part } from './parts.ts';
import { listenForStop } from './stop-signal.ts';
import { renderTable } from './table.ts';

const COLUMNS = ['part', 'found', 'version', 'needed for', 'how to get it'] as const;

interface Options {
  json?: boolean;
  install?: 'k6';
}

export function register(program: Command): void {
  program
    .command('doctor')
    .description('Show which parts this machine has and how to get the missing ones')
    .option('--json', 'print one JSON array')
    .addOption(
      new Option('--install <part>', 'build a part with Go into .pta-lab/bin').choices(['k6']),
    )
    .action(async ({ json, install }: Options) => {
      if (install === 'k6') return await build();
      const parts = PART_IDS.map(findPart);
      process.stdout.write(json ? `${JSON.stringify(parts)}\n` : renderParts(parts));
    });
}

async function build(): Promise<void> {
  const { installK6 } = await import('./doctor/install-k6.ts');
  const stop = listenForStop('ending the build');
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  await installK6({ say, stop: stop.signal }).finally(() => stop[Symbol.dispose]());
  endWith('pass');
}

export function renderParts(parts: readonly Part[]): string {
  return renderTable([COLUMNS, ...parts.map(row)]);
}

function row(part: Part): readonly string[] {
  const howToGet = part.found ? '' : part.howToGet;
  return [part.title, part.found ? 'yes' : 'no', part.version ?? '-', part.neededFor, howToGet];
}

/**
 * `pta-lab watch`: probes on a schedule, day and night. SIGHUP and `POST /-/reload` read the file
 * again; SIGTERM and Ctrl-C let running probes end. What it prints goes to stderr, one line a run.
 */
import path from 'node:path';
import type { Command } from 'commander';
import { endWith } from './exit-codes.ts';
import type { WatchFlags } from './watch/run-watch.ts';

interface Options extends WatchFlags {
  check?: boolean;
  once?: boolean;
}

export function register(program: Command): void {
  program
    .command('watch')
    .description('Run probes on a schedule, with history, alerts, metrics and a status page')
    .requiredOption('--config <file>', 'targets, modules and schedule (docs/watch.md)')
    .option('--history <file>', 'SQLite file of all results, instead of the configuration’s')
    .option('--listen <address>', 'such as 127.0.0.1:9188, instead of the configuration’s')
    .option('--check', 'judge the configuration, say what would run when, and end')
    .option('--once', 'run every row of the schedule once and end: for timers of your own')
    .option('--quiet', 'no line per run')
    .option('--json', 'with --once and --check: print JSON')
    .action(async (options: Options) => {
      const { checkWatch } = await import('./watch/check-watch.ts');
      if (options.check) return checkWatch(resolved(options));
      const { runOnce, runWatch } = await import('./watch/run-watch.ts');
      return endWith(await (options.once ? runOnce : runWatch)(resolved(options)));
    });
}

/** Of the command line, from where it was typed. */
function resolved(options: Options): Options {
  const { history } = options;
  return { ...options, ...(history !== undefined && { history: path.resolve(history) }) };
}

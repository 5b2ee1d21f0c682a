/**
 * `pta-lab budget`: what was tried with an account, and a person's word that its password is right
 * again. The history knows accounts as hashes only, so that each is asked for by its name.
 */
import type { Command } from 'commander';
import { BUDGET_DEFAULTS, mayAttempt } from '../probes/budget/decide.ts';
import { addHistoryOptions, askHistory, type HistoryOptions } from './history/open-asked.ts';
import { renderTable } from './table.ts';

interface Options extends HistoryOptions {
  json?: boolean;
}

const SHOWN_MAX = 20;

export function register(program: Command): void {
  const budget = program
    .command('budget')
    .description('What probes tried with an account; let them go on after you have looked');
  addHistoryOptions(budget.command('show <account>').description('Its last attempts, newest last'))
    .option('--json', 'print one JSON object')
    .action(async (account: string, options: Options) => {
      const attempts = await askHistory(options, (history) => history.attempts.of(account.trim()));
      const permission = mayAttempt(attempts, BUDGET_DEFAULTS, Date.now(), 'right-password');
      const shown = attempts.slice(-SHOWN_MAX).map(({ atMs, kind, outcome }) => {
        return { at: new Date(atMs).toISOString(), kind, outcome };
      });
      const rows = shown.map(({ at, kind, outcome }) => [at, kind, outcome]);
      const now = permission.allowed
        ? 'by the usual limits it may be tried now'
        : permission.sentence;
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ attempts: shown, permission })}\n`
          : `${renderTable([['at', 'kind', 'outcome'], ...rows])}${now}\n`,
      );
    });
  addHistoryOptions(
    budget
      .command('reset <account>')
      .description('Failures up to now no longer count: its password was checked by a person'),
  ).action(async (account: string, options: Options) => {
    await askHistory(options, (history) => history.attempts.reset(account.trim(), Date.now()));
    process.stderr.write('Probes may try this account again.\n');
  });
}

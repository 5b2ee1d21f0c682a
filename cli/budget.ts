/**
 * `pta-lab budget`: what was tried with an account, and a person's word that its password is right
 * again. The history knows accounts as hashes only, so that each is asked for by its name.
 */
import type { Command } from 'commander';
import { BUDGET_DEFAULTS, limitsOf, mayAttempt } from '../probes/budget/decide.ts';
import type { History } from '../probes/live/history/history.ts';
import type { Target } from '../probes/target.ts';
import { LabError } from '../runtime/lab-error.ts';
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
      const target = await targetOf(account.trim(), options);
      const limits = target ? limitsOf(target) : BUDGET_DEFAULTS;
      const permission = mayAttempt(attempts, limits, Date.now(), 'right-password');
      const shown = attempts.slice(-SHOWN_MAX).map(({ atMs, kind, outcome }) => {
        return { at: new Date(atMs).toISOString(), kind, outcome };
      });
      const rows = shown.map(({ at, kind, outcome }) => [at, kind, outcome]);
      const now = permission.allowed
        ? `by the ${target ? `limits of target "${target.name}"` : 'usual limits'} it may be tried now`
        : permission.sentence;
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ attempts: shown, permission })}\n`
          : rows.length === 0
            ? 'no attempt of this account is known; is the name as in the configuration?\n'
            : `${renderTable([['at', 'kind', 'outcome'], ...rows])}${now}\n`,
      );
    });
  addHistoryOptions(
    budget
      .command('reset <account>')
      .description('Failures up to now no longer count: its password was checked by a person'),
  ).action(async (account: string, options: Options) => {
    await askHistory(options, ({ attempts }) => resetKnown(attempts, account.trim()));
    process.stderr.write('Probes may try this account again.\n');
  });
}

/** Whose limits hold for it; undefined: no configuration was given, or none of its targets. */
async function targetOf(account: string, { config }: HistoryOptions): Promise<Target | undefined> {
  if (config === undefined) return undefined;
  const { loadProbesFile } = await import('../probes/live/config/load-probes-file.ts');
  const { targets } = loadProbesFile(config);
  return Object.values(targets).find(({ administrator, directory, ...own }) => {
    const named = [own.account, own.cloudOnly, administrator, directory?.account];
    return named.some(
      (one) => one && 'userName' in one && one.userName.toLowerCase() === account.toLowerCase(),
    );
  });
}

/** @throws LabError `USAGE_ACCOUNT`: of a name with a slip, nothing would be let go on. */
function resetKnown(attempts: History['attempts'], account: string): void {
  if (attempts.of(account).length === 0) {
    const sentence = 'expected an account that probes have tried, got one without an attempt';
    throw new LabError('USAGE_ACCOUNT', `${sentence}; "pta-lab budget show" says the same`);
  }
  attempts.reset(account, Date.now());
}

/**
 * `pta-lab rules`: recording and alerting rules for Prometheus with their promtool tests, and a
 * dashboard for Grafana, sized to how often the probes of a configuration run.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { loadProbesFile } from '../probes/live/config/load-probes-file.ts';
import { cadencesOf, evaluationMs, USUAL } from './rules/cadence.ts';
import { composeGroups, renderRules, renderRuleTests } from './rules/compose-rules.ts';
import { renderDashboard } from './rules/dashboard.ts';
import { writeText } from './write-text.ts';

export const RULES_FILE = 'pta-lab.rules.yaml';
export const RULE_TESTS_FILE = 'pta-lab.rules.test.yaml';
export const DASHBOARD_FILE = 'pta-lab.dashboard.json';

const AFTER = `
Try them:
  promtool check rules ${RULES_FILE}
  promtool test rules ${RULE_TESTS_FILE}
`;

export function register(program: Command): void {
  program
    .command('rules')
    .description('Write rules for Prometheus with their tests, and a dashboard for Grafana')
    .option('--config <file>', 'file of probes (default: every module once a minute)')
    .option('--out <folder>', 'where to write them', '.')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', AFTER)
    .action((options: { config?: string; out: string; json?: boolean }) => {
      const { config, out, json } = options;
      const cadences =
        config === undefined ? USUAL : cadencesOf(loadProbesFile(config), Date.now());
      const groups = composeGroups(cadences);
      const files = {
        [RULES_FILE]: renderRules(groups),
        [RULE_TESTS_FILE]: renderRuleTests(groups, RULES_FILE, evaluationMs(cadences)),
        [DASHBOARD_FILE]: renderDashboard(),
      };
      mkdirSync(out, { recursive: true });
      const written = Object.entries(files).map(([name, text]) => {
        writeText(path.join(out, name), text);
        return path.join(out, name);
      });
      process.stdout.write(json ? `${JSON.stringify(written)}\n` : `${written.join('\n')}\n`);
    });
}

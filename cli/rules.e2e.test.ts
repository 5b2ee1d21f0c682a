/** The files that `pta-lab rules` writes, tried with Prometheus’ own tool. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALERT_DEFAULTS } from '../probes/alerts/alert-rules.ts';
import { WATCH_FAMILIES } from '../probes/live/metrics/families.ts';
import { needs } from '../test/needs.ts';
import { proves } from '../test/parity/proves.ts';
import { spawnCli } from '../test/spawn-cli.ts';
import { freshStateDir } from '../test/state-dir.ts';
import { cadencesOf, USUAL } from './rules/cadence.ts';
import { composeGroups, renderRules, renderRuleTests } from './rules/compose-rules.ts';
import { PANELS } from './rules/dashboard.ts';
import { DASHBOARD_FILE, RULE_TESTS_FILE, RULES_FILE } from './rules.ts';

function promtool(folder: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

needs('promtool')(
  proves('probes.rules', 'rules, their tests and the dashboard are what Prometheus takes'),
  () => {
    const folder = freshStateDir();
    expect(spawnCli(['rules', '--out', folder]).code).toBe(0);
    expect(promtool(folder, 'check', 'rules', RULES_FILE).output).toContain('SUCCESS');
    expect(promtool(folder, 'test', 'rules', RULE_TESTS_FILE)).toMatchObject({ status: 0 });
    expect(JSON.parse(readFileSync(join(folder, DASHBOARD_FILE), 'utf8')).panels).toHaveLength(
      PANELS.length,
    );
    // Grafana fills these in; promtool checks an expression as a rule.
    const records = PANELS.flatMap(({ queries }) => queries).map(({ expr }, at) => {
      const filled = expr.replaceAll(/\$__(range|rate_interval)/g, '1h');
      return `  - record: panel:${String.fromCharCode(97 + at)}:x\n    expr: ${JSON.stringify(filled)}\n`;
    });
    writeFileSync(join(folder, 'panels.yaml'), `groups:\n- name: p\n  rules:\n${records.join('')}`);
    expect(promtool(folder, 'check', 'rules', 'panels.yaml').output).toContain('SUCCESS');
  },
);

needs('promtool')('a rule that somebody weakened fails its test', () => {
  const folder = freshStateDir();
  const groups = composeGroups({
    ...{ ...USUAL, intervalsMs: [], agentsMs: null, hasLog: false },
    rules: { ...ALERT_DEFAULTS, failuresInARow: 3 },
  });
  const rules = renderRules(groups);
  const write = (text: string) => writeFileSync(join(folder, RULES_FILE), text);
  writeFileSync(join(folder, RULE_TESTS_FILE), renderRuleTests(groups, RULES_FILE, 60_000));
  const tried = () => promtool(folder, 'test', 'rules', RULE_TESTS_FILE).status;
  write(rules);
  expect(tried()).toBe(0);
  for (const [right, wrong] of [
    ['_failures >= 3', '_failures >= 4'],
    ['unless on (target) (pta_maintenance == 1)', ''],
    ['absent(pta_build_info)', 'absent(pta_build_infos)'],
  ] as const) {
    expect(rules).toContain(right);
    write(rules.replace(right, wrong));
    expect(tried(), wrong).not.toBe(0);
  }
});

test('rules ask for no metric that there is not', () => {
  const groups = composeGroups(USUAL);
  const asked = renderRules(groups) + PANELS.flatMap(({ queries }) => queries).map((q) => q.expr);
  const known: readonly string[] = Object.values(WATCH_FAMILIES).map(({ name }) => name);
  const names = [...asked.matchAll(/(?<![\w:])(?:pta|probe)_[a-z_]+/g)].map(([name]) => name);
  const unknown = names.filter((name) => !known.includes(name.replace(/_(bucket|sum|count)$/, '')));
  expect(unknown).toEqual([]);
  expect(names.length).toBeGreaterThan(20);
});

test('windows follow the schedule, and where they would last for weeks there are none', () => {
  const groups = composeGroups({
    ...{ ...USUAL, intervalsMs: [300_000, 86_400_000], agentsMs: null, hasLog: false },
  });
  expect(groups.map(({ name }) => name)).toEqual([
    'pta-lab-probes',
    'pta-lab-burn-5m',
    'pta-lab-watch',
  ]);
  expect(renderRules(groups)).toContain('[5h]');
});

test('cadences are those of the schedule', () => {
  const row = (module: string, everyMs: number) => ({
    ...{ target: 'contoso', module, timing: { everyMs }, jitterMs: 0 },
  });
  const file = {
    schedule: [row('agents', 600_000), row('quick', 60_000), row('slow', 60_000)],
    ...{ modules: {}, targets: {}, maintenance: [] },
  };
  expect(cadencesOf(file, 0)).toMatchObject({
    ...{ intervalsMs: [60_000, 600_000], agentsMs: 600_000, hasLog: false },
  });
});

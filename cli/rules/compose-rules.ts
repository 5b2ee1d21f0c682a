/** The rules and their promtool tests as the two YAML files that Prometheus reads. */
import { stringify } from 'yaml';
import { agentRatios, listAlerts, logAlerts } from './agent-alerts.ts';
import {
  type Alert,
  type AlertRule,
  type Case,
  promDuration,
  type RecordingRule,
} from './alert.ts';
import { burnAlerts, failureRatios } from './burn-alerts.ts';
import { type Cadences, evaluationMs } from './cadence.ts';
import { probeAlerts } from './probe-alerts.ts';
import { watchAlerts } from './watch-alerts.ts';

export interface Group {
  name: string;
  records: readonly RecordingRule[];
  alerts: readonly Alert[];
}

export function composeGroups(cadences: Cadences): readonly Group[] {
  const { intervalsMs, agentsMs, hasLog, rules } = cadences;
  const stepMs = evaluationMs(cadences);
  const agents = [
    ...(agentsMs === null ? [] : listAlerts(rules.agents, agentsMs, stepMs)),
    ...(hasLog ? logAlerts(rules.agents) : []),
  ];
  const groups: readonly Group[] = [
    { name: 'pta-lab-probes', records: [], alerts: probeAlerts(rules, stepMs) },
    ...intervalsMs.map((intervalMs) => ({
      name: `pta-lab-burn-${promDuration(intervalMs)}`,
      records: failureRatios(rules, intervalMs),
      alerts: burnAlerts(rules, intervalMs),
    })),
    {
      name: 'pta-lab-agents',
      records: agents.length === 0 ? [] : agentRatios(rules.agents),
      alerts: agents,
    },
    { name: 'pta-lab-watch', records: [], alerts: watchAlerts(stepMs) },
  ];
  return groups.filter(({ alerts }) => alerts.length > 0);
}

const HEAD = `# Written by "pta-lab rules". Windows are sized to how often the probes run: write them anew when
# the schedule changes. Try them with: promtool test rules pta-lab.rules.test.yaml
`;

export function renderRules(groups: readonly Group[]): string {
  return (
    HEAD +
    yaml({
      groups: groups.map(({ name, records, alerts }) => ({
        name,
        rules: [...records, ...alerts.map(({ rule }) => rule)],
      })),
    })
  );
}

export function renderRuleTests(
  groups: readonly Group[],
  rulesFile: string,
  stepMs: number,
): string {
  const cases = groups.flatMap(({ alerts }) =>
    alerts.flatMap(({ rule, cases }) => cases.map((one) => renderCase(rule, one))),
  );
  return (
    HEAD +
    yaml({ rule_files: [rulesFile], evaluation_interval: promDuration(stepMs), tests: cases })
  );
}

function renderCase(rule: AlertRule, { name, stepMs, series, atMs, fires }: Case) {
  const expected = fires === null ? [] : [expectedAlert(rule, fires)];
  return {
    name: `${rule.alert}: ${name}`,
    interval: promDuration(stepMs),
    input_series: Object.entries(series).map(([one, values]) => ({ series: one, values })),
    alert_rule_test: [
      {
        eval_time: atMs === 0 ? '0s' : promDuration(atMs),
        alertname: rule.alert,
        exp_alerts: expected,
      },
    ],
  };
}

function expectedAlert({ labels, annotations }: AlertRule, own: Readonly<Record<string, string>>) {
  const filled = Object.entries(annotations).map(([name, text]) => [
    name,
    text.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => own[label] ?? ''),
  ]);
  return { exp_labels: { ...labels, ...own }, exp_annotations: Object.fromEntries(filled) };
}

function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

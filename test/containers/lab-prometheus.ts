/**
 * For container tests: what the lab's own Prometheus has to say. It knows of a rule or of a rate
 * only after some evaluations, so whoever asks asks again until it does.
 */
import { readFileSync } from 'node:fs';

const DASHBOARD = new URL(
  '../../deploy/compose/grafana/dashboards/pta-lab.dashboard.json',
  import.meta.url,
);

interface Dashboard {
  panels: readonly { title: string; targets: readonly { expr: string }[] }[];
}

interface Answers {
  targets: { activeTargets: readonly { labels: { job: string }; health: string }[] };
  rules: { groups: readonly { rules: readonly { name: string; health: string }[] }[] };
  alerts: { alerts: readonly { labels: Record<string, string>; state: string }[] };
  query: { result: readonly { value: readonly [number, string] }[] };
}

/** @param open its `http://127.0.0.1:{port}` */
export function createPrometheus(open: () => Promise<string>) {
  async function ask<K extends keyof Answers>(what: K, query = ''): Promise<Answers[K]> {
    const answer = await fetch(`${await open()}/api/v1/${what}${query}`);
    return (await answer.json()).data;
  }
  const query = async (expr: string) =>
    (await ask('query', `?query=${encodeURIComponent(expr)}`)).result;
  return {
    query,
    /** By job. */
    async health(): Promise<Record<string, string>> {
      const { activeTargets } = await ask('targets');
      return Object.fromEntries(activeTargets.map(({ labels, health }) => [labels.job, health]));
    },
    /** By name, of each that has one how it went the last time. */
    async rules(): Promise<readonly { name: string; health: string }[]> {
      return (await ask('rules')).groups.flatMap(({ rules }) => rules);
    },
    /** `PtaProbeFailing sign-in` */
    async firing(): Promise<readonly string[]> {
      const { alerts } = await ask('alerts');
      const now = alerts.filter(({ state }) => state === 'firing');
      return now.map(({ labels: { alertname, module } }) => `${alertname} ${module}`);
    },
    /** Titles of the dashboard's panels that would be empty now. */
    async emptyPanels(): Promise<readonly string[]> {
      const { panels }: Dashboard = JSON.parse(readFileSync(DASHBOARD, 'utf8'));
      const asked = panels.flatMap(({ title, targets }) =>
        targets.map(async ({ expr }) => ((await query(fill(expr))).length > 0 ? [] : [title])),
      );
      return (await Promise.all(asked)).flat();
    },
  };
}

/** As Grafana does it where all targets and modules are chosen. */
function fill(expr: string): string {
  return expr.replaceAll(/\$__(range|rate_interval)/g, '5m').replaceAll(/\$(target|module)/g, '.+');
}

/**
 * The dashboard for Grafana as its JSON model: what the status page shows, over any time. It names
 * no data source of its own; whoever imports it chooses one.
 */

interface Panel {
  title: string;
  description: string;
  type: 'stat' | 'timeseries' | 'state-timeline' | 'table' | 'bargauge';
  unit: string;
  width: number;
  height: number;
  queries: readonly Query[];
}

interface Query {
  expr: string;
  legend: string;
}

const CHOSEN = 'target=~"$target",module=~"$module"';
const TOLD = `pta_probe_runs_total{${CHOSEN},verdict=~"pass|fail"}`;

const ANSWERED = answersWithinAnHour('target=~"$target"');
const FAILED = answersWithinAnHour('target=~"$target",result="failed"');

export const PANELS: readonly Panel[] = [
  {
    title: 'Availability',
    description: 'Of the runs that could tell, those that passed',
    ...draw('stat', 'percentunit', 8),
    queries: [
      {
        expr: `sum by (target, module) (increase(pta_probe_runs_total{${CHOSEN},verdict="pass"}[$__range])) / sum by (target, module) (increase(${TOLD}[$__range]))`,
        legend: '{{target}} {{module}}',
      },
    ],
  },
  {
    title: 'Last verdict',
    description: '2 pass, 1 inconclusive, 0 fail',
    ...draw('state-timeline', 'short', 16),
    queries: [
      {
        expr: `max by (target, module) (pta_probe_verdict{${CHOSEN},verdict="pass"} * 2 or pta_probe_verdict{${CHOSEN},verdict="inconclusive"})`,
        legend: '{{target}} {{module}}',
      },
    ],
  },
  {
    title: 'Duration, 95th percentile',
    description: 'Of whole runs; a module that runs more rarely than the window shows points only',
    ...draw('timeseries', 's', 12),
    queries: [
      {
        expr: `histogram_quantile(0.95, sum by (le, target, module) (rate(probe_all_duration_seconds_bucket{${CHOSEN}}[$__rate_interval])))`,
        legend: '{{target}} {{module}}',
      },
    ],
  },
  {
    title: 'Failures and inconclusive runs',
    description: 'Within each step of the graph',
    ...draw('timeseries', 'short', 12),
    queries: [
      {
        expr: `sum by (target, module, verdict) (increase(pta_probe_runs_total{${CHOSEN},verdict!="pass"}[$__rate_interval]))`,
        legend: '{{target}} {{module}} {{verdict}}',
      },
    ],
  },
  {
    title: 'Agents Active',
    description: 'As Graph lists them, and as many as the configuration wants',
    ...draw('timeseries', 'short', 8),
    queries: [
      { expr: 'sum by (target) (pta_agent_up{target=~"$target"})', legend: '{{target}} Active' },
      { expr: 'pta_agents_expected{target=~"$target"}', legend: '{{target}} expected' },
    ],
  },
  {
    title: 'Share of answers by agent',
    description: 'Of all sign-ins that agents answered, by the sign-in log',
    ...draw('bargauge', 'percentunit', 8),
    queries: [
      {
        expr: 'sum by (target, agent) (increase(pta_authentications_total{target=~"$target"}[$__range])) / on (target) group_left sum by (target) (increase(pta_authentications_total{target=~"$target"}[$__range]))',
        legend: '{{target}} {{agent}}',
      },
    ],
  },
  {
    title: 'Failure rate by agent',
    description: 'Within an hour, by the sign-in log',
    ...draw('timeseries', 'percentunit', 8),
    queries: [
      {
        // Where nobody failed there is no series of failures, and the rate is 0 all the same.
        expr: `(${FAILED} or 0 * ${ANSWERED}) / (${ANSWERED} > 0)`,
        legend: '{{target}} {{agent}}',
      },
    ],
  },
  {
    title: 'AADSTS codes',
    description: 'That probes met, within each step of the graph; none: every sign-in passed',
    ...draw('timeseries', 'short', 12),
    queries: [
      {
        expr: `sum by (aadsts) (increase(pta_probe_aadsts_total{${CHOSEN}}[$__rate_interval]))`,
        legend: 'AADSTS{{aadsts}}',
      },
    ],
  },
  {
    title: 'Age of the last run',
    description: 'What grows without end is a module that has stopped',
    ...draw('timeseries', 's', 12),
    queries: [
      {
        expr: `time() - pta_probe_last_run_timestamp_seconds{${CHOSEN}}`,
        legend: '{{target}} {{module}}',
      },
    ],
  },
];

function draw(type: Panel['type'], unit: string, width: number) {
  return { type, unit, width, height: 8 };
}

function answersWithinAnHour(selector: string): string {
  return `sum by (target, agent) (increase(pta_authentications_total{${selector}}[1h]))`;
}

const GRID = 24;
const DATASOURCE = { type: 'prometheus', uid: '$datasource' };

export function renderDashboard(): string {
  const model = {
    ...{ uid: 'pta-lab', title: 'Pass-through Authentication', tags: ['pta-lab'] },
    ...{ schemaVersion: 39, version: 1, editable: true, refresh: '1m', timezone: 'utc' },
    time: { from: 'now-24h', to: 'now' },
    templating: { list: [sourceVariable, listVariable('target'), listVariable('module')] },
    panels: layOut(PANELS),
  };
  return `${JSON.stringify(model, undefined, 2)}\n`;
}

const sourceVariable = {
  name: 'datasource',
  label: 'Data source',
  type: 'datasource',
  query: 'prometheus',
};

function listVariable(name: string) {
  const query = `label_values(pta_probe_interval_seconds, ${name})`;
  const choice = { includeAll: true, multi: true, refresh: 2, sort: 1 };
  return { name, type: 'query', datasource: DATASOURCE, query, definition: query, ...choice };
}

/** Left to right, a new row where the width is used up. */
function layOut(panels: readonly Panel[]) {
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map((one, at) => {
    if (x + one.width > GRID) [x, y] = [0, y + rowHeight];
    const gridPos = { x, y, w: one.width, h: one.height };
    [x, rowHeight] = [x + one.width, one.height];
    return {
      ...{ id: at + 1, title: one.title, type: one.type, description: one.description },
      ...{ gridPos, datasource: DATASOURCE },
      fieldConfig: { defaults: { unit: one.unit }, overrides: [] },
      targets: one.queries.map(({ expr, legend }, query) => ({
        ...{ refId: String.fromCharCode(65 + query), expr, legendFormat: legend },
        datasource: DATASOURCE,
      })),
    };
  });
}

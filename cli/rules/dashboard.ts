/**
 * The dashboard for Grafana as its JSON model: what the status page shows, over any time. It names
 * no data source of its own; whoever imports it chooses one.
 */

interface Panel {
  title: string;
  type: 'stat' | 'timeseries' | 'state-timeline' | 'table' | 'bargauge';
  unit: string;
  width: number;
  height: number;
  queries: readonly Query[];
  description: string;
}

interface Query {
  expr: string;
  legend: string;
}

const CHOSEN = 'target=~"$target",module=~"$module"';
const TOLD = `pta_probe_runs_total{${CHOSEN},verdict=~"pass|fail"}`;

/** Where nobody failed there is no series of failures, and the rate is 0 all the same. */
const ANSWERS =
  'sum by (target, agent) (increase(pta_authentications_total{target=~"$target"}[1h]))';
const FAILED = ANSWERS.replace('}', ',result="failed"}');

export const PANELS: readonly Panel[] = [
  panel(
    'Availability',
    'stat',
    'percentunit',
    8,
    [
      {
        expr: `sum by (target, module) (increase(pta_probe_runs_total{${CHOSEN},verdict="pass"}[$__range])) / sum by (target, module) (increase(${TOLD}[$__range]))`,
        legend: '{{target}} {{module}}',
      },
    ],
    'Of the runs that could tell, those that passed',
  ),
  panel(
    'Last verdict',
    'state-timeline',
    'short',
    16,
    [
      {
        expr: `max by (target, module) (pta_probe_verdict{${CHOSEN},verdict="pass"} * 2 or pta_probe_verdict{${CHOSEN},verdict="inconclusive"})`,
        legend: '{{target}} {{module}}',
      },
    ],
    '2 pass, 1 inconclusive, 0 fail',
  ),
  panel(
    'Duration, 95th percentile',
    'timeseries',
    's',
    12,
    [
      {
        expr: `histogram_quantile(0.95, sum by (le, target, module) (rate(probe_all_duration_seconds_bucket{${CHOSEN}}[$__rate_interval])))`,
        legend: '{{target}} {{module}}',
      },
    ],
    'Of whole runs; a module that runs more rarely than the window shows points only',
  ),
  panel(
    'Failures and inconclusive runs',
    'timeseries',
    'short',
    12,
    [
      {
        expr: `sum by (target, module, verdict) (increase(pta_probe_runs_total{${CHOSEN},verdict!="pass"}[$__rate_interval]))`,
        legend: '{{target}} {{module}} {{verdict}}',
      },
    ],
    'Within each step of the graph',
  ),
  panel(
    'Agents Active',
    'timeseries',
    'short',
    8,
    [
      { expr: 'sum by (target) (pta_agent_up{target=~"$target"})', legend: '{{target}} Active' },
      { expr: 'pta_agents_expected{target=~"$target"}', legend: '{{target}} expected' },
    ],
    'As Graph lists them, and as many as the configuration wants',
  ),
  panel(
    'Share of answers by agent',
    'bargauge',
    'percentunit',
    8,
    [
      {
        expr: 'sum by (target, agent) (increase(pta_authentications_total{target=~"$target"}[$__range])) / on (target) group_left sum by (target) (increase(pta_authentications_total{target=~"$target"}[$__range]))',
        legend: '{{target}} {{agent}}',
      },
    ],
    'Of all sign-ins that agents answered, by the sign-in log',
  ),
  panel(
    'Failure rate by agent',
    'timeseries',
    'percentunit',
    8,
    [
      {
        expr: `(${FAILED} or 0 * ${ANSWERS}) / (${ANSWERS} > 0)`,
        legend: '{{target}} {{agent}}',
      },
    ],
    'Within an hour, by the sign-in log',
  ),
  panel(
    'AADSTS codes',
    'timeseries',
    'short',
    12,
    [
      {
        expr: `sum by (aadsts) (increase(pta_probe_aadsts_total{${CHOSEN}}[$__rate_interval]))`,
        legend: 'AADSTS{{aadsts}}',
      },
    ],
    'That probes met, within each step of the graph; none: every sign-in passed',
  ),
  panel(
    'Age of the last run',
    'timeseries',
    's',
    12,
    [
      {
        expr: `time() - pta_probe_last_run_timestamp_seconds{${CHOSEN}}`,
        legend: '{{target}} {{module}}',
      },
    ],
    'What grows without end is a module that has stopped',
  ),
];

function panel(
  title: string,
  type: Panel['type'],
  unit: string,
  width: number,
  queries: readonly Query[],
  description: string,
): Panel {
  return { title, type, unit, width, height: 8, queries, description };
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
  ...{ name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' },
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

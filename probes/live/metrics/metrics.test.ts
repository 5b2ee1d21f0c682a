/** What Prometheus is told of runs. */
import { expect, test } from 'vitest';
import { proves } from '../../../test/parity/proves.ts';
import type { SignInRow } from '../../observations.ts';
import type { ProbeRun } from '../../probe-run.ts';
import type { Target } from '../../target.ts';
import { renderProbeMetrics, samplesOf } from './probe-metrics.ts';
import { type Configured, createWatchMetrics } from './watch-metrics.ts';

const RUN: ProbeRun = {
  id: 'r-1',
  target: 'contoso',
  module: 'sign-in',
  probe: 'sign-in',
  startedMs: 1_000_000,
  tookMs: 1250,
  verdict: 'pass',
  summary: 'tokens as expected',
  phaseMs: { resolve: 12, connect: 20, tls: 30, exchange: 900 },
  aadsts: null,
  agentId: null,
  observation: { status: 200 },
};

const sampleOf = (run: ProbeRun, name: string) =>
  samplesOf(run).find(({ family }) => family.name === name)?.value;

function createMetrics() {
  return createWatchMetrics({ version: '1.2.3', node: '26.0.0', nowMs: () => 500_000 });
}

const row = (agentId: string, errorCode: number, correlationId: string): SignInRow => ({
  correlationId,
  createdMs: 900_000,
  errorCode,
  failureReason: '',
  method: 'pass-through',
  agentId,
  processingMs: null,
});

const logRun = (...rows: readonly SignInRow[]): ProbeRun => ({
  ...RUN,
  probe: 'sign-in-log',
  module: 'sign-in-log',
  observation: { rows, fromMs: 0, machines: { 'id-1': 'AGT-1' }, delayMs: null, problem: null },
});

test(
  proves('probes.metrics.probe', 'a run has the names and units that blackbox_exporter gives'),
  async () => {
    const text = await renderProbeMetrics(RUN);
    expect(text).toContain('\nprobe_success 1\n');
    expect(text).toContain('probe_duration_seconds 1.25');
    expect(text).toContain('probe_http_duration_seconds{phase="resolve"} 0.012');
    expect(text).toContain('probe_http_duration_seconds{phase="processing"} 0.9');
    expect(text).toContain('probe_dns_lookup_time_seconds 0.012');
    expect(text).toContain('probe_http_status_code 200');
  },
);

test(
  proves('probes.metrics.inconclusive', 'an inconclusive run is neither a success nor an outage'),
  () => {
    const run: ProbeRun = { ...RUN, verdict: 'inconclusive', observation: null };
    expect(sampleOf(run, 'probe_success')).toBeUndefined();
    expect(sampleOf(run, 'pta_probe_inconclusive')).toBe(1);
    expect(sampleOf({ ...RUN, verdict: 'fail' }, 'probe_success')).toBe(0);
    expect(sampleOf({ ...RUN, verdict: 'fail' }, 'pta_probe_inconclusive')).toBe(0);
  },
);

test('the earliest of the certificates seen is the one that is told', () => {
  const chain = (notAfterMs: number) => ({
    outcome: { ok: true, tls: { version: 'TLSv1.3', notAfterMs } },
  });
  const run = { ...RUN, probe: 'preflight', observation: { reaches: [chain(9000), chain(5000)] } };
  expect(sampleOf(run, 'probe_ssl_earliest_cert_expiry')).toBe(5);
  expect(
    samplesOf(run).filter(({ family }) => family.name === 'probe_tls_version_info'),
  ).toHaveLength(1);
});

test('inconclusive runs are counted apart and leave success and streak alone', async () => {
  const metrics = createMetrics();
  metrics.ran({ ...RUN, verdict: 'fail', aadsts: 80001 });
  metrics.ran({ ...RUN, verdict: 'inconclusive' });
  const text = await metrics.render();
  expect(text).toContain('probe_all_success_count{target="contoso",module="sign-in"} 1');
  expect(text).toContain('probe_all_success_sum{target="contoso",module="sign-in"} 0');
  expect(text).toContain('pta_probe_consecutive_failures{target="contoso",module="sign-in"} 1');
  expect(text).toContain(
    'pta_probe_runs_total{target="contoso",module="sign-in",verdict="inconclusive"} 1',
  );
  expect(text).toContain('aadsts="80001"} 1');
});

const TARGET = { name: 'contoso', agents: 4 } as Target;
const CONFIGURED: Configured = {
  targets: { contoso: TARGET },
  schedule: [{ target: 'contoso', module: 'sign-in', timing: { everyMs: 60_000 }, jitterMs: 0 }],
};

test('a configured module begins at zero, and one that has gone is forgotten', async () => {
  const metrics = createMetrics();
  metrics.configured(CONFIGURED);
  const zero = 'pta_probe_runs_total{target="contoso",module="sign-in",verdict="fail"} 0';
  expect(await metrics.render()).toContain(zero);
  expect(await metrics.render()).toContain('pta_agents_expected{target="contoso"} 4');
  metrics.ran(RUN);
  metrics.configured(CONFIGURED);
  expect(await metrics.render()).toContain('module="sign-in",verdict="pass"} 1');
  metrics.configured({ targets: {}, schedule: [] });
  expect(await metrics.render()).not.toContain('pta_probe_runs_total{');
});

test('a module is stale after three slots without a run, and planned work is none', async () => {
  const metrics = createMetrics();
  metrics.configured(CONFIGURED);
  metrics.ran(RUN);
  const staleAt = async (targets: readonly string[]) => {
    const window = { reason: 'patches', probes: 'pause', targets, fromMs: 0, toMs: 1 } as const;
    const moment = { loadedMs: 0, reloadProblem: null, maintenance: [window] };
    const found = /^pta_probe_stale_timestamp_seconds\{.*\} (.*)$/m;
    return Number(found.exec(await metrics.render(moment))?.[1]);
  };
  expect(await staleAt([])).toBe(1_001.25 + 240);
  expect(await staleAt(['contoso'])).toBe(500 + 240);
});

test('a reload that was refused and a maintenance window show', async () => {
  const metrics = createMetrics();
  metrics.configured(CONFIGURED);
  const window = { reason: 'patches', probes: 'mute', targets: null, fromMs: 0, toMs: 1 } as const;
  const text = await metrics.render({
    ...{ loadedMs: 7000, reloadProblem: 'expected a key', maintenance: [window] },
  });
  expect(text).toContain('pta_config_last_reload_successful 0');
  expect(text).toContain('pta_config_last_reload_success_timestamp_seconds 7');
  expect(text).toContain('pta_maintenance{target="contoso"} 1');
});

test('a run that the budget refused is counted as such', async () => {
  const metrics = createMetrics();
  metrics.ran({ ...RUN, verdict: 'inconclusive', budgetRefused: true });
  expect(await metrics.render()).toContain(
    'pta_budget_refusals_total{target="contoso",module="sign-in"} 1',
  );
});

test(
  proves('probes.metrics.agents', 'each sign-in of the log is counted once for its agent'),
  async () => {
    const metrics = createMetrics();
    const wrongPassword = row('id-1', 50126, 'b');
    metrics.ran(logRun(row('id-1', 0, 'a'), wrongPassword));
    metrics.ran(logRun(row('id-1', 80002, 'c'), row('id-1', 0, 'a'), wrongPassword));
    const text = await metrics.render();
    const counted = text
      .split('\n')
      .filter((line) => line.startsWith('pta_authentications_total{'));
    expect(counted).toEqual([
      'pta_authentications_total{target="contoso",agent="AGT-1",result="success",aadsts="0"} 1',
      'pta_authentications_total{target="contoso",agent="AGT-1",result="refused",aadsts="50126"} 1',
      'pta_authentications_total{target="contoso",agent="AGT-1",result="failed",aadsts="80002"} 1',
    ]);
    expect(text).toContain(
      'pta_agent_last_seen_timestamp_seconds{target="contoso",agent="AGT-1"} 900',
    );
  },
);

test('an agent that leaves the list leaves the metric; a list nobody could read changes nothing', async () => {
  const metrics = createMetrics();
  const agent = (machineName: string, status: string) => ({ id: machineName, machineName, status });
  const listRun = (agents: unknown): ProbeRun => ({
    ...RUN,
    probe: 'agents',
    observation: { agents },
  });
  metrics.ran(listRun([agent('AGT-1', 'active'), agent('AGT-2', 'Inactive')]));
  metrics.ran(listRun([agent('AGT-1', 'Active')]));
  metrics.ran(listRun(null));
  const lines = (await metrics.render())
    .split('\n')
    .filter((line) => line.startsWith('pta_agent_up{'));
  expect(lines).toEqual(['pta_agent_up{target="contoso",agent="AGT-1"} 1']);
});

test('agents that nobody knows are counted where there is an inventory', async () => {
  const metrics = createMetrics();
  const agent = { id: 'x', machineName: 'AGT-9', externalIp: '192.0.2.1', status: 'active' };
  const inventory = [{ machineName: 'AGT-1' }];
  metrics.ran({ ...RUN, probe: 'agents', observation: { agents: [agent], inventory } });
  expect(await metrics.render()).toContain('pta_agents_not_in_inventory{target="contoso"} 1');
});

test('labels stay bounded, whatever a log names', async () => {
  const metrics = createMetrics();
  const rows = Array.from({ length: 500 }, (_, at) => row(`rogue-${at}`, 900_000 + at, `c-${at}`));
  metrics.ran(logRun(...rows));
  const text = await metrics.render();
  const series = text.split('\n').filter((line) => line.startsWith('pta_authentications_total{'));
  expect(series.length).toBeLessThanOrEqual(101);
  expect(text).toContain('agent="other"');
});

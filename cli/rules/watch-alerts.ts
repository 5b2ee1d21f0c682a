/** Alerts on the watch itself: a prober that stopped says nothing bad, and that is the danger. */
import { MINUTE_MS, SECOND_MS } from '../../protocol/time-units.ts';
import { type Alert, alertRule, type Case, promDuration, UNLESS_PLANNED } from './alert.ts';
import { EXAMPLE, EXAMPLE_LABELS, NAMED } from './probe-alerts.ts';

const STALE_INTERVALS = 3;
const DOWN_MIN_MS = 5 * MINUTE_MS;

export function watchAlerts(stepMs: number): readonly Alert[] {
  return [stale(stepMs), down(stepMs), notReloaded(stepMs)];
}

function stale(stepMs: number): Alert {
  const expr = `time() > pta_probe_stale_timestamp_seconds ${UNLESS_PLANNED}`;
  const rule = alertRule('PtaProbeStale', expr, {
    severity: 'critical',
    summary: `${NAMED} has stopped`,
    description: 'Three of its runs are missing: what it said last is old.',
    runbook: 'watch',
  });
  const limit = (2 * stepMs) / SECOND_MS;
  const series = { [`pta_probe_stale_timestamp_seconds{${EXAMPLE_LABELS}}`]: `${limit}x9` };
  const tried = (name: string, steps: number, fires: boolean): Case => ({
    ...{ name, stepMs, series, atMs: steps * stepMs },
    fires: fires ? EXAMPLE : null,
  });
  return { rule, cases: [tried('at its time', 2, false), tried('behind it', 3, true)] };
}

function down(stepMs: number): Alert {
  const pendingMs = Math.max(DOWN_MIN_MS, STALE_INTERVALS * stepMs);
  const rule = alertRule(
    'PtaWatchDown',
    'absent(pta_build_info)',
    {
      severity: 'critical',
      summary: 'Nobody watches Pass-through Authentication',
      description: 'Prometheus gets nothing from "pta-lab watch".',
      runbook: 'watch',
    },
    { pending: promDuration(pendingMs) },
  );
  const steps = Math.ceil(pendingMs / stepMs) + 1;
  const series = { 'pta_build_info{version="0.1.0",node="26.0.0"}': `1x${steps}` };
  const atMs = steps * stepMs;
  return {
    rule,
    cases: [
      { name: 'no watch at all', stepMs, series: {}, atMs, fires: {} },
      { name: 'it is there', stepMs, series, atMs, fires: null },
    ],
  };
}

function notReloaded(stepMs: number): Alert {
  const rule = alertRule('PtaConfigNotReloaded', 'pta_config_last_reload_successful == 0', {
    severity: 'warning',
    summary: 'The configuration of pta-lab watch was refused',
    description: 'The one before it is still in force.',
    runbook: 'watch',
  });
  const series = { pta_config_last_reload_successful: '1 0' };
  const tried = (name: string, steps: number, fires: boolean): Case => ({
    ...{ name, stepMs, series, atMs: steps * stepMs, fires: fires ? {} : null },
  });
  return { rule, cases: [tried('taken', 0, false), tried('refused', 1, true)] };
}

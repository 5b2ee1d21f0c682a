/**
 * Alerts on single modules, whatever their cadence: failures in a row, and runs that cannot tell.
 */
import type { AlertRules } from '../../probes/alerts/alert-rules.ts';
import { type Alert, alertRule, type Case, UNLESS_PLANNED } from './alert.ts';

export const EXAMPLE = { target: 'contoso', module: 'sign-in' } as const;
export const EXAMPLE_LABELS = 'target="contoso",module="sign-in"';
export const NAMED = '{{ $labels.module }} against {{ $labels.target }}';

/** What is failing is told once, not once per kind of alert. */
export function isFailing({ failuresInARow }: AlertRules): string {
  return `pta_probe_consecutive_failures >= ${failuresInARow}`;
}

export function probeAlerts(rules: AlertRules, stepMs: number): readonly Alert[] {
  return [failing(rules, stepMs), blind(rules, stepMs)];
}

function failing(rules: AlertRules, stepMs: number): Alert {
  const { failuresInARow } = rules;
  const rule = alertRule('PtaProbeFailing', `${isFailing(rules)} ${UNLESS_PLANNED}`, {
    severity: 'critical',
    summary: `${NAMED} fails`,
    description: `At least ${failuresInARow} runs in a row failed.`,
    runbook: 'diagnosis',
  });
  const streak = {
    [`pta_probe_consecutive_failures{${EXAMPLE_LABELS}}`]: `0+1x${failuresInARow} 0`,
  };
  const planned = {
    ...streak,
    [`pta_maintenance{target="${EXAMPLE.target}"}`]: `1x${failuresInARow + 1}`,
  };
  const tried = (name: string, steps: number, fires: boolean, series = streak): Case => ({
    ...{ name, stepMs, series, atMs: steps * stepMs },
    fires: fires ? EXAMPLE : null,
  });
  return {
    rule,
    cases: [
      tried('one below the limit tells nobody', failuresInARow - 1, false),
      tried('at the limit', failuresInARow, true),
      tried('not while work is planned', failuresInARow, false, planned),
      tried('a run that passes ends it', failuresInARow + 1, false),
    ],
  };
}

function blind({ inconclusiveInARow }: AlertRules, stepMs: number): Alert {
  const name = 'pta_probe_consecutive_inconclusive';
  const rule = alertRule(
    'PtaProbeInconclusive',
    `${name} >= ${inconclusiveInARow} ${UNLESS_PLANNED}`,
    {
      severity: 'warning',
      summary: `${NAMED} cannot tell`,
      description: `At least ${inconclusiveInARow} runs in a row were inconclusive: nobody knows how it is.`,
      runbook: 'watch',
    },
  );
  const series = { [`${name}{${EXAMPLE_LABELS}}`]: `0+1x${inconclusiveInARow}` };
  const tried = (about: string, steps: number, fires: boolean): Case => ({
    ...{ name: about, stepMs, series, atMs: steps * stepMs },
    fires: fires ? EXAMPLE : null,
  });
  return {
    rule,
    cases: [
      tried('one below the limit', inconclusiveInARow - 1, false),
      tried('at the limit', inconclusiveInARow, true),
    ],
  };
}

/**
 * Alerts on agents: by the list (Inactive, too few) as long as the list is fresh, and by the
 * sign-in log (one that fails while another does better). The log is late by minutes; so are these.
 */
import type { AlertRules } from '../../probes/alerts/alert-rules.ts';
import { MINUTE_MS, SECOND_MS } from '../../protocol/time-units.ts';
import {
  type Alert,
  alertRule,
  type Case,
  promDuration,
  type RecordingRule,
  UNLESS_PLANNED,
} from './alert.ts';

type AgentRules = AlertRules['agents'];

/** Our own alerts weigh chance; an expression of Prometheus only knows shares. */
const FAILURE_SHARE = 0.5;
const ANSWERS_MIN = 5;
/** So many looks may fail before a list is too old to alert by. */
const LOOKS = 3;
const RATIO = 'target_agent:pta_authentications_failed:ratio';
const ACTIVE = 'target:pta_agents_active:sum';

function answersOf({ windowMs }: AgentRules) {
  const window = promDuration(windowMs);
  return (result = '') =>
    `sum by (target, agent) (increase(pta_authentications_total${result}[${window}]))`;
}

export function agentRatios(rules: AgentRules): readonly RecordingRule[] {
  const answers = answersOf(rules);
  const failed = `(${answers('{result="failed"}')} or 0 * ${answers()})`;
  return [
    { record: ACTIVE, expr: 'sum by (target) (pta_agent_up)' },
    { record: RATIO, expr: `${failed} / (${answers()} > 0)` },
  ];
}

export function listAlerts(
  { needed }: AgentRules,
  everyMs: number,
  stepMs: number,
): readonly Alert[] {
  const oldSeconds = (LOOKS * everyMs) / SECOND_MS;
  const fresh = `and on (target) (time() - pta_agents_observed_timestamp_seconds < ${oldSeconds})`;
  const where = `${fresh} ${UNLESS_PLANNED}`;
  const tried = { oldMs: oldSeconds * SECOND_MS + stepMs, stepMs };
  return [
    inactive(where, tried),
    noSpare(needed, where, tried),
    fewer(where, tried),
    unknown(fresh, tried),
  ];
}

interface Tried {
  stepMs: number;
  /** When a list that was read at the start is too old. */
  oldMs: number;
}

const TARGET = { target: 'contoso' } as const;

function inactive(where: string, tried: Tried): Alert {
  const rule = alertRule('PtaAgentInactive', `pta_agent_up == 0 ${where}`, {
    severity: 'warning',
    summary: '{{ $labels.agent }} of {{ $labels.target }} is not Active',
    description: 'Graph lists this Authentication Agent as Inactive.',
    runbook: 'faults',
  });
  const second = { ...TARGET, agent: 'AGT-2' };
  const cases = [
    { ...listCase(tried, [1, 0, 1]), name: 'one that is Inactive is named', fires: second },
    { ...listCase(tried, [1, 1, 1]), name: 'all Active', fires: null },
    { ...listCase(tried, [1, 0, 1], true), name: 'an old list says nothing', fires: null },
  ];
  return { rule, cases };
}

function noSpare(needed: number, where: string, tried: Tried): Alert {
  const rule = alertRule('PtaAgentsNoSpare', `${ACTIVE} <= ${needed} ${where}`, {
    severity: 'critical',
    summary: '{{ $labels.target }} has no agent to spare',
    description: `Active agents: at most ${needed}, and one more has to be.`,
    runbook: 'faults',
  });
  const up = Array.from({ length: needed }, () => 1);
  const cases = [
    { ...listCase(tried, [...up, 0]), name: 'none to spare', fires: TARGET },
    { ...listCase(tried, [...up, 1]), name: 'one to spare', fires: null },
  ];
  return { rule, cases };
}

function fewer(where: string, tried: Tried): Alert {
  const expr = `${ACTIVE} < on (target) pta_agents_expected ${where}`;
  const rule = alertRule('PtaAgentsFewerThanExpected', expr, {
    severity: 'warning',
    summary: '{{ $labels.target }} has fewer agents than expected',
    description: 'Fewer agents are Active than the configuration wants.',
    runbook: 'faults',
  });
  const cases = [
    { ...listCase(tried, [1, 1]), name: 'one is missing', fires: TARGET },
    { ...listCase(tried, [1, 1, 1]), name: 'as many as wanted', fires: null },
  ];
  return { rule, cases };
}

/** Planned work is no excuse: whoever registered it can read what people type. */
function unknown(fresh: string, tried: Tried): Alert {
  const rule = alertRule('PtaAgentUnknown', `pta_agents_not_in_inventory > 0 ${fresh}`, {
    severity: 'critical',
    summary: '{{ $labels.target }} has an agent that is not in the inventory',
    description: 'Whoever registered it can read passwords that are sent to it; find out at once.',
    runbook: 'faults',
  });
  const tryCount = (count: number) => {
    const { series, ...when } = listCase(tried, [1, 1]);
    const own = { 'pta_agents_not_in_inventory{target="contoso"}': `${count}+0x2000` };
    return { ...when, series: { ...series, ...own } };
  };
  const cases = [
    { ...tryCount(1), name: 'one that nobody knows', fires: TARGET },
    { ...tryCount(0), name: 'all are known', fires: null },
  ];
  return { rule, cases };
}

/** Three are expected. */
function listCase({ oldMs, stepMs }: Tried, up: readonly number[], isOld = false) {
  const atMs = isOld ? oldMs : 2 * stepMs;
  const steps = Math.ceil(atMs / stepMs) + 1;
  const perStep = isOld ? 0 : stepMs / SECOND_MS;
  const series = {
    ...Object.fromEntries(up.map((value, at) => [upSeries(at + 1), `${value}x${steps}`])),
    'pta_agents_expected{target="contoso"}': `3x${steps}`,
    'pta_agents_observed_timestamp_seconds{target="contoso"}': `0+${perStep}x${steps}`,
  };
  return { atMs, stepMs, series };
}

function upSeries(at: number): string {
  return `pta_agent_up{target="contoso",agent="AGT-${at}"}`;
}

export function logAlerts(rules: AgentRules): readonly Alert[] {
  const { windowMs } = rules;
  const answers = answersOf(rules);
  const expr = [
    `${RATIO} > ${FAILURE_SHARE}`,
    `and round(${answers()}) >= ${ANSWERS_MIN}`,
    // Where all of them fail, no agent is the cause, and the probes say so already.
    `and on (target) (min by (target) (${RATIO}) < ${FAILURE_SHARE / 2})`,
    UNLESS_PLANNED,
  ].join('\n  ');
  const rule = alertRule('PtaAgentFailing', expr, {
    severity: 'warning',
    summary: '{{ $labels.agent }} of {{ $labels.target }} fails more often than the others',
    description: `More than ${FAILURE_SHARE * 100} % of what it answered within ${promDuration(windowMs)} failed, while another agent does better.`,
    runbook: 'faults',
  });
  const steps = LOG_MINUTES + 1;
  const series = (agent: string, success: number, failed: number) => ({
    [authentications(agent, 'success', '0')]: `0+${success}x${steps}`,
    [authentications(agent, 'failed', '80002')]: `0+${failed}x${steps}`,
  });
  const tried = (name: string, counts: Case['series'], fires: Case['fires']): Case => ({
    ...{ name, stepMs: MINUTE_MS, atMs: LOG_MINUTES * MINUTE_MS, series: counts, fires },
  });
  const well = series('AGT-1', 2, 0);
  const bad = { target: 'contoso', agent: 'AGT-2' };
  return [
    {
      rule,
      cases: [
        tried('one bad agent of two', { ...well, ...series('AGT-2', 1, 3) }, bad),
        tried(
          'both are bad: no agent is the cause',
          { ...series('AGT-1', 1, 3), ...series('AGT-2', 1, 3) },
          null,
        ),
        tried('both are well', { ...well, ...series('AGT-2', 3, 0) }, null),
      ],
    },
  ];
}

/** Enough for a window to judge by. */
const LOG_MINUTES = 15;

function authentications(agent: string, result: string, aadsts: string): string {
  return `pta_authentications_total{target="contoso",agent="${agent}",result="${result}",aadsts="${aadsts}"}`;
}

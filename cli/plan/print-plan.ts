/** A plan as tables for a terminal; with changes, before and after side by side. */
import { styleText } from 'node:util';
import type { Glance, Plan, Seen } from '../../load/plan/plan.ts';
import type { Planned } from '../../load/plan/plan-change.ts';
import { LIMITS } from '../../protocol/limits.ts';
import {
  formatBitRate,
  formatCount,
  formatLatency,
  formatRate,
  formatSaturation,
  formatShare,
} from '../../runtime/quantities.ts';
import { renderTable } from '../table.ts';

export function printPlan({ plan, changes, after }: Planned): string {
  if (!after) return [printVerdict('plan', plan), ...printBody(plan)].join('\n');
  return [
    printVerdict('before', plan),
    printVerdict('after', after, changes),
    printCompared(plan, after),
    ...printBody(after),
  ].join('\n');
}

function printVerdict(name: string, plan: Plan, changes: readonly string[] = []): string {
  const [first = '', ...others] = plan.reasons;
  const word = plan.carries ? styleText('green', 'carries') : styleText('red', 'does not carry');
  const changed = changes.length === 0 ? '' : ` (${changes.join(', ')})`;
  return `${name}${changed}: ${word}. ${first}\n${others.map((reason) => `  ${reason}\n`).join('')}`;
}

function printBody(plan: Plan): string[] {
  return [
    printNeeded(plan),
    printStates(plan),
    printSites(plan),
    printDistances(plan),
    ...plan.advice.map((sentence) => `advice: ${sentence}`),
    printRest(plan),
  ];
}

function printNeeded({ needed, demand, tolerateLoss }: Plan): string {
  const { hour, peakPerSecond } = demand;
  const { atHighEnd, atLowEnd } = needed.byBand;
  const from = hour
    ? ` (${formatCount(hour.users)} users, ${hour.logonsPerHour} each in the hour, peak ${hour.peakFactor} × its mean)`
    : '';
  const band = atHighEnd === atLowEnd ? String(atLowEnd) : `${atHighEnd} to ${atLowEnd}`;
  return renderTable([
    ['peak', `${formatRate(peakPerSecond)}${from}`],
    ['agents for the peak', String(needed.forPeak ?? `more than ${LIMITS.agentsMax.value}`)],
    [
      `with ${tolerateLoss} to lose`,
      `${needed.agents ?? `more than ${LIMITS.agentsMax.value}`}, by the documented band alone ${band}`,
    ],
  ]);
}

const GLANCE_HEADS = ['fullest', 'p50', 'p95', 'p99'];
const SEEN_HEADS = [...GLANCE_HEADS, 'timed out', 'waited > 1 s', 'seconds too full'];

function glanceCells({ utilisation, p50, p95, p99 }: Glance): string[] {
  const full = utilisation === undefined ? 'nobody left' : formatShare(utilisation, 1);
  return [full, ...[p50, p95, p99].map(formatLatency)];
}

function seenCells(seen: Seen): string[] {
  const shares = [seen.timedOut, seen.waitedLong, seen.secondsAnyOver];
  return [...glanceCells(seen), ...shares.map((share) => formatShare(share, 1))];
}

function printStates({ states, tolerateLoss }: Plan): string {
  const rows = states.map(({ lost, left, seen, ok }) => {
    const name = lost.length === 0 ? `all ${left}` : `${lost.length} lost, ${left} left`;
    const word = ok ? 'ok' : 'not enough';
    return [name, ...seenCells(seen), lost.length > tolerateLoss ? `(${word})` : word];
  });
  return renderTable([['agents', ...SEEN_HEADS, ''], ...rows]);
}

function printSites({ sites }: Plan): string {
  const heads = [
    'site',
    'agents',
    'to controllers',
    'adds',
    'one can do',
    'in',
    'out',
    'in, with loss',
  ];
  const rows = sites.map(
    ({
      name,
      agents,
      controllerLatencyMs,
      addedMs,
      saturationPerSecond,
      limit,
      traffic,
      trafficLost,
    }) => [
      ...[name, String(agents.length), `${controllerLatencyMs} ms`, formatLatency(addedMs)],
      formatSaturation(saturationPerSecond, limit),
      formatBitRate(traffic.inBytesPerSecond),
      formatBitRate(traffic.outBytesPerSecond),
      formatBitRate(trafficLost.inBytesPerSecond),
    ],
  );
  return renderTable([heads, ...rows]);
}

function printDistances({ distances }: Plan): string {
  const rows = distances.map(({ controllerLatencyMs, addedMs, saturationPerSecond, seen }) => [
    ...[`${controllerLatencyMs} ms`, formatLatency(addedMs), formatRate(saturationPerSecond)],
    ...glanceCells(seen),
  ]);
  const heads = ['if all were', 'adds', 'one can do', ...GLANCE_HEADS];
  return rows.length === 0 ? '' : renderTable([heads, ...rows]);
}

function printRest({ restsOn }: Plan): string {
  const { calibration, numbers } = restsOn;
  const assumed = numbers
    .filter(({ basis }) => basis === 'assumed')
    .map(({ name, value }) => `${name} ${value}`);
  const notes = calibration
    ? calibration.notes.map((note) => `calibrated: ${note}\n`).join('')
    : '';
  const check = calibration
    ? `calibrated: p99 of that run was ${formatLatency(calibration.check.measuredP99)}, the model says ` +
      `${formatLatency(calibration.check.simulatedP99)}.\n`
    : '';
  return `${notes}${check}assumed: ${assumed.join(', ')} (docs/plan.md)\n`;
}

function printCompared(before: Plan, after: Plan): string {
  const rows = Array.from(
    { length: Math.max(before.states.length, after.states.length) },
    (_, lost) => {
      const [was, is] = [before.states[lost], after.states[lost]].map(
        (state) => state && seenCells(state.seen),
      );
      const name = lost === 0 ? 'with all' : `with ${lost} lost`;
      return ['fullest', 'p95', 'p99', 'timed out'].map((head) => {
        const at = SEEN_HEADS.indexOf(head);
        return [`${name}: ${head}`, was?.[at] ?? '–', is?.[at] ?? '–'];
      });
    },
  ).flat();
  const sum = (plan: Plan) =>
    formatBitRate(plan.sites.reduce((total, { traffic }) => total + traffic.inBytesPerSecond, 0));
  return renderTable([
    ['', 'before', 'after'],
    ['agents', String(before.agents), String(after.agents)],
    ...rows,
    ['requests, all sites', sum(before), sum(after)],
  ]);
}

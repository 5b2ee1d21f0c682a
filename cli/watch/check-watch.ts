/** `pta-lab watch --check`: what the configuration says, without a secret read or a byte sent. */
import { nextCron } from '../../probes/schedule/cron.ts';
import type { ScheduleRow } from '../../probes/schedule/schedule-row.ts';
import { formatDuration } from '../../runtime/duration.ts';
import { renderTable } from '../table.ts';
import { type Asked, loadAsked } from './load-asked.ts';

export function checkWatch(asked: Asked & { json?: boolean }): void {
  const { targets, schedule, maintenance, history, listen } = loadAsked(asked);
  const names = Object.keys(targets);
  if (asked.json) {
    process.stdout.write(`${JSON.stringify({ targets: names, schedule, maintenance })}\n`);
    return;
  }
  const rows = schedule.map((row) => [row.target, row.module, describeTiming(row)]);
  const real = Object.values(targets).filter(({ kind }) => kind === 'tenant');
  process.stdout.write(
    [
      `${asked.config} is sound: ${names.join(', ')}\n`,
      renderTable(rows, '  '),
      `history: ${history ?? 'none, so nothing fails on purpose and nothing is remembered'}\n`,
      `listens: ${listen ? `${listen.host}:${listen.port}` : 'nowhere'}\n`,
      ...real.map(({ name, authority }) => `${name} is a real tenant: ${authority}\n`),
    ].join(''),
  );
}

function describeTiming({ timing, jitterMs }: ScheduleRow): string {
  const jitter = jitterMs === 0 ? '' : `, up to ${formatDuration(jitterMs)} later`;
  if ('everyMs' in timing) return `every ${formatDuration(timing.everyMs)}${jitter}`;
  const nextMs = nextCron(timing, Date.now());
  const next = nextMs === undefined ? 'never' : new Date(nextMs).toISOString();
  return `${timing.cron} (${timing.timeZone}${jitter}), next ${next}`;
}

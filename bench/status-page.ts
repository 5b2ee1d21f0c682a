/**
 * The status page of a watch from history to HTML, on a year of 1-minute results of ten probes as
 * retention leaves it: a year of hours and incidents, a month of runs.
 */
import { composeStatus } from '../console/status/compose-status.ts';
import { renderStatus } from '../console/status.ts';
import { type History, openHistory } from '../probes/live/history/history.ts';
import { type Figure, row } from './figure.ts';
import { DAY_MS, fillYear, MONTH_MS, withHistoryFile, YEAR_MS } from './probe-results.ts';

const ROUNDS = 9;
const GOAL_MS = 200;
const INTERVAL_MS = 60_000;

export const statusPage: Figure = {
  name: 'status-page',
  about: 'the status page of a year of 1-minute results from ten probes, against 200 ms',
  async measure(progress) {
    const { tookMs, bytes } = withHistoryFile(measurePage);
    progress(`${Math.round(bytes / 1_024)} KiB of HTML`);
    return [
      row(
        { name: 'status-page', value: tookMs, unit: 'ms' },
        { what: 'goal in ms', value: GOAL_MS },
        { atMost: 1 },
      ),
    ];
  },
};

function measurePage(file: string): { tookMs: number; bytes: number } {
  fillYear(file);
  const history = openHistory(file, { mustExist: true });
  let bytes = 0;
  const rounds = Array.from({ length: ROUNDS }, () => {
    const startMs = performance.now();
    bytes = renderPage(history).length;
    return performance.now() - startMs;
  });
  history[Symbol.dispose]();
  return { tookMs: rounds.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0, bytes };
}

/** Asks as `cli/watch/read-facts.ts` does. */
function renderPage(history: History): string {
  const nowMs = YEAR_MS;
  const latest = history.latest();
  const facts = {
    ...{ product: 'pta-lab', startedMs: 0, maintenance: [], problems: [], latest },
    modules: latest.map(({ target, module, probe }) => {
      return { target, module, probe, intervalMs: INTERVAL_MS };
    }),
    hours: history.hours({ fromMs: nowMs - MONTH_MS - DAY_MS, toMs: nowMs + 1 }),
    incidents: history.incidents(nowMs - MONTH_MS, nowMs + 1),
    agents: history.agents({ fromMs: nowMs - DAY_MS, toMs: nowMs + 1 }),
  };
  return renderStatus(composeStatus(facts, nowMs));
}

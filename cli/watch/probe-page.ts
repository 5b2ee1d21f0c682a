/**
 * `/probe`: one run now, in blackbox_exporter’s way. Only names of the configuration are taken, so
 * that no credential can be sent elsewhere, and the budget of the account holds as ever: a run that
 * it refuses is inconclusive.
 */

import { renderProbeMetrics } from '../../probes/live/metrics/probe-metrics.ts';
import { CONTENT_TYPE } from '../../probes/live/metrics/watch-metrics.ts';
import type { Watch } from '../../probes/live/watch/watch.ts';
import type { ProbeRun } from '../../probes/probe-run.ts';
import { DAY_MS } from '../../protocol/time-units.ts';
import { didYouMean } from '../../runtime/yaml/nearest.ts';
import { metricsPage, type Page, textPage } from './page.ts';

/** What is left of the scraper’s own timeout for the way back, as blackbox_exporter has it. */
const WAY_BACK_MS = 500;
const RUNS_MAX = 8;

export interface ProbeAsked {
  query: URLSearchParams;
  /** `X-Prometheus-Scrape-Timeout-Seconds` */
  scrapeTimeout: string | undefined;
}

export function createProbePage(watch: Pick<Watch, 'configuration' | 'runNow'>) {
  let running = 0;
  return async ({ query, scrapeTimeout }: ProbeAsked): Promise<Page> => {
    const { targets, modules } = watch.configuration();
    const target = chosen('target', query, Object.keys(targets));
    if ('sentence' in target) return textPage(400, target.sentence);
    const module = chosen('module', query, Object.keys(modules));
    if ('sentence' in module) return textPage(400, module.sentence);
    const limitMs = parseTimeout(scrapeTimeout);
    if (limitMs === 'wrong') {
      const sentence = `X-Prometheus-Scrape-Timeout-Seconds: expected seconds of more than ${WAY_BACK_MS / 1000}, got "${scrapeTimeout?.slice(0, 40)}"`;
      return textPage(400, sentence);
    }
    if (running >= RUNS_MAX) {
      return textPage(503, `${RUNS_MAX} probes that were asked for are running; try again later`);
    }
    running += 1;
    try {
      const signal = limitMs === undefined ? undefined : AbortSignal.timeout(limitMs);
      const run = await watch.runNow(target.name, module.name, signal);
      const text = await renderProbeMetrics(run);
      const isDebug = query.get('debug') === 'true';
      return isDebug
        ? textPage(200, renderDebug(run, text, modules[module.name]))
        : metricsPage(text, CONTENT_TYPE);
    } finally {
      running -= 1;
    }
  };
}

type Chosen = { name: string } | { sentence: string };

function chosen(
  key: 'target' | 'module',
  query: URLSearchParams,
  known: readonly string[],
): Chosen {
  const [name = '', ...others] = query.getAll(key);
  if (others.length === 0 && known.includes(name)) return { name };
  const came = others.length > 0 ? 'several' : name === '' ? 'none' : `"${name.slice(0, 80)}"`;
  const names = known.join(', ') || 'there is none';
  const hint = didYouMean(name, known);
  return { sentence: `${key}: expected one of the configuration (${names}), got ${came}${hint}` };
}

function parseTimeout(header: string | undefined): number | undefined | 'wrong' {
  if (header === undefined) return undefined;
  const limitMs = Number(header) * 1000 - WAY_BACK_MS;
  return limitMs > 0 && limitMs < DAY_MS ? limitMs : 'wrong';
}

/** What the probe saw is redacted where it is made; see `probes/live/redact.ts`. */
function renderDebug(run: ProbeRun, metrics: string, module: unknown): string {
  const { observation, phaseMs, ...rest } = run;
  const lines = Object.entries({ ...rest, started: new Date(run.startedMs).toISOString() });
  const phases = Object.entries(phaseMs).map(([name, ms]) => `${name} ${ms} ms`);
  return [
    'Logs for the probe:',
    ...lines.map(([name, value]) => `${name}: ${String(value)}`),
    `phases: ${phases.join(', ') || 'none'}`,
    `saw: ${JSON.stringify(observation, undefined, 2)}`,
    '',
    'Metrics that would have been returned:',
    metrics,
    'Module configuration:',
    JSON.stringify(module, undefined, 2),
  ].join('\n');
}

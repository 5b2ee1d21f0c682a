/** All that the watch answers over HTTP, on one screen. */
import { composeStatus } from '../../console/status/compose-status.ts';
import { renderStatus } from '../../console/status.ts';
import { CONTENT_TYPE } from '../../probes/live/metrics/watch-metrics.ts';
import { htmlPage, jsonPage, metricsPage, type Page, textPage } from './page.ts';
import { createProbePage, type ProbeAsked } from './probe-page.ts';
import { readFacts } from './read-facts.ts';
import type { WatchServerOptions } from './server.ts';

export interface Route {
  /** HEAD comes with GET, except where asking has an effect. */
  methods: readonly string[];
  answer(asked: ProbeAsked): Promise<Page> | Page;
}

const READ = ['GET', 'HEAD'] as const;

export function createRoutes(options: WatchServerOptions): Readonly<Record<string, Route>> {
  const { watch, metrics, nowMs } = options;
  const compose = () => composeStatus(readFacts(options, nowMs()), nowMs());
  return {
    '/': { methods: READ, answer: () => htmlPage(renderStatus(compose())) },
    '/api/status': {
      methods: READ,
      answer: () => jsonPage({ ...compose(), watch: watch.status() }),
    },
    '/probe': { methods: ['GET'], answer: createProbePage(watch) },
    '/metrics': {
      methods: READ,
      answer: async () => metricsPage(await metrics.render(watch.status()), CONTENT_TYPE),
    },
    '/-/healthy': { methods: READ, answer: () => textPage(200, 'pta-lab watch is healthy.') },
    '/-/ready': { methods: READ, answer: () => ready(options) },
    '/-/reload': { methods: ['POST', 'PUT'], answer: () => reload(options) },
  };
}

function ready({ watch }: WatchServerOptions): Page {
  const { isStopping, historyProblem } = watch.status();
  if (isStopping) return textPage(503, 'The watch is stopping.');
  if (historyProblem !== null) return textPage(503, `Runs cannot be kept: ${historyProblem}`);
  return textPage(200, 'pta-lab watch is ready.');
}

/** A file that is wrong is the caller’s to mend, and 500 is what Prometheus itself answers then. */
function reload({ watch }: WatchServerOptions): Page {
  const reloaded = watch.reload();
  if (reloaded.ok) {
    const { restart } = reloaded;
    const stays = restart.length === 0 ? '' : ` It takes a restart for: ${restart.join(', ')}.`;
    return textPage(200, `The configuration was read anew.${stays}`);
  }
  return textPage(500, `The configuration before it stays in force: ${reloaded.sentence}`);
}

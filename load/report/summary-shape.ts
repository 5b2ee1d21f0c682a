/**
 * The shape of `summary.json`: what k6 hands to `handleSummary`, so that whatever reads k6's
 * summaries reads ours, and all of our result under one key of its own. k6 names shares oddly: the
 * `passes` of a rate are those for which it is true, here the failed ones.
 */
import type { LoadResult } from '../load-result.ts';

export const LOAD_SCHEMA = 'https://pta-lab.example/schemas/load-1.json';

export interface LoadSummary {
  options: { summaryTrendStats: readonly string[]; summaryTimeUnit: 'ms' };
  state: { isStdOutTTY: false; isStdErrTTY: false; testRunDurationMs: number };
  metrics: Record<string, SummaryMetric>;
  pta_lab: OwnPart;
}

export interface OwnPart extends LoadResult {
  $schema: typeof LOAD_SCHEMA;
}

export interface SummaryMetric {
  type: 'trend' | 'counter' | 'rate' | 'gauge';
  contains: 'time' | 'default' | 'data';
  values: Record<string, number>;
  /** By expression. */
  thresholds?: Record<string, { ok: boolean }>;
}

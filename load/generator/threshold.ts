/**
 * One threshold in k6's grammar, `p(95)<1000`. What it is judged on comes from outside; without
 * samples nothing is met, which k6 itself sees differently (its issue 4283).
 */
import { LabError } from '../../runtime/lab-error.ts';

export interface Threshold {
  /** `p(95)`, `rate`, `count`, … */
  statistic: string;
  operator: Operator;
  limit: number;
}

type Operator = keyof typeof COMPARE;

const COMPARE = {
  '<': (value: number, limit: number) => value < limit,
  '<=': (value: number, limit: number) => value <= limit,
  '>': (value: number, limit: number) => value > limit,
  '>=': (value: number, limit: number) => value >= limit,
  '==': (value: number, limit: number) => value === limit,
  '===': (value: number, limit: number) => value === limit,
  '!=': (value: number, limit: number) => value !== limit,
} as const;

const FORM =
  /^\s*(p\(\d+(?:\.\d+)?\)|avg|min|max|med|rate|count|value)\s*(<=|>=|===|==|!=|<|>)\s*(-?\d+(?:\.\d+)?)\s*$/;

/** @throws LabError `LOAD_THRESHOLD` */
export function parseThreshold(metric: string, expression: string): Threshold {
  const [, statistic, operator, limit] = FORM.exec(expression) ?? [];
  if (statistic !== undefined && operator !== undefined && limit !== undefined) {
    return { statistic, operator: operator as Operator, limit: Number(limit) };
  }
  const sentence = `thresholds.${metric}: expected the like of p(95)<1000, got "${expression}"`;
  throw new LabError('LOAD_THRESHOLD', sentence);
}

export function isMet({ operator, limit }: Threshold, observed: number): boolean {
  return COMPARE[operator](observed, limit);
}

/** The metric of `sign_in_duration{scenario:peak}`: `sign_in_duration`. */
export function metricOf(key: string): string {
  return key.replace(/\{.*/, '');
}

/** Every sample of it is 1 or 0; of other metrics `rate` is a number a second. */
export function isShare(key: string): boolean {
  const metric = metricOf(key);
  return metric.endsWith('_failed') || metric === 'checks';
}

/** The percentile of `p(95)`: 95. */
export function percentileOf(statistic: string): number | undefined {
  const written = /^p\((.+)\)$/.exec(statistic)?.[1];
  return written === undefined ? undefined : Number(written);
}

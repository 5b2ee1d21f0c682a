/**
 * From a table of families to metrics of prom-client in a registry of their own: prom-client’s
 * global registry would mix the runs of `/probe` with one another.
 */
import { Counter, Gauge, Histogram, type Registry, Summary } from 'prom-client';
import type { Family } from './families.ts';

/**
 * A sign-in takes tenths of a second, a silent agent costs its whole deadline, a browser half a
 * minute.
 */
const BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60];

type MetricOf<T extends Family['type']> = {
  gauge: Gauge;
  counter: Counter;
  histogram: Histogram;
  summary: Summary;
}[T];

export type Registered<F extends Readonly<Record<string, Family>>> = {
  readonly [K in keyof F]: MetricOf<F[K]['type']>;
};

export function registerFamilies<F extends Readonly<Record<string, Family>>>(
  families: F,
  registry: Registry,
): Registered<F> {
  const entries = Object.entries(families).map(([key, one]) => [key, createMetric(one, registry)]);
  return Object.fromEntries(entries) as Registered<F>;
}

function createMetric({ type, name, help, labels }: Family, registry: Registry) {
  const options = { name, help, labelNames: [...labels], registers: [registry] };
  switch (type) {
    case 'gauge':
      return new Gauge(options);
    case 'counter':
      return new Counter(options);
    case 'histogram':
      return new Histogram({ ...options, buckets: BUCKETS_SECONDS });
    case 'summary':
      return new Summary({ ...options, percentiles: [] });
  }
}

/** Runs as metrics: how many ended how, and how long they took. */
import { type Collector, exporterOf, resourceOf, type Signal } from './collector.ts';

const EVERY_MS = 60_000;

export async function openMetering(collector: Collector): Promise<Signal> {
  const { MeterProvider, PeriodicExportingMetricReader } = await import(
    '@opentelemetry/sdk-metrics'
  );
  const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-http');
  const options = exporterOf(collector, '/v1/metrics');
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(options),
    ...{ exportIntervalMillis: EVERY_MS, exportTimeoutMillis: options.timeoutMillis },
  });
  const provider = new MeterProvider({ resource: await resourceOf(collector), readers: [reader] });
  const meter = provider.getMeter('pta-lab', collector.version);
  const runs = meter.createCounter('pta_probe_runs', { description: 'Runs of probes' });
  const durations = meter.createHistogram('pta_probe_duration', {
    ...{ unit: 's', description: 'How long runs of probes took' },
  });
  return {
    ran({ target, module, verdict, tookMs }) {
      runs.add(1, { target, module, verdict });
      durations.record(tookMs / 1_000, { target, module, verdict });
    },
    shutdown: () => provider.shutdown(),
  };
}

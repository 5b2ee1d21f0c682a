/** Where telemetry goes, and as whose. Nothing of OpenTelemetry is loaded before it is needed. */
import type { RunListener } from '../../probe-run.ts';

export interface Collector {
  /** Without a slash at its end. */
  endpoint: string;
  headers: Record<string, string>;
  serviceName: string;
  version: string;
}

/** Traces, or metrics. */
export interface Signal extends RunListener {
  /** Sends what is left. */
  shutdown(): Promise<void>;
}

const EXPORT_MS = 5_000;

export function exporterOf({ endpoint, headers }: Collector, path: string) {
  return { url: endpoint + path, headers, timeoutMillis: EXPORT_MS };
}

export async function resourceOf({ serviceName, version }: Collector) {
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  return resourceFromAttributes({ 'service.name': serviceName, 'service.version': version });
}

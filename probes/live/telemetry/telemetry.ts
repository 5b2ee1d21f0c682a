/**
 * Every run as a trace and as metrics, by OTLP over HTTP. Nothing of OpenTelemetry is loaded unless
 * an endpoint is set, nothing global is registered, and a collector that does not answer costs the
 * watch nothing but what it was to get.
 */
import type { RunListener } from '../../probe-run.ts';
import type { TelemetrySettings } from '../config/probes-file.ts';
import { readSecret } from '../secrets.ts';
import { openMetering } from './metering.ts';
import { openTracing } from './tracing.ts';

export type Telemetry = RunListener & AsyncDisposable;

/** As the OpenTelemetry specification has it for all signals; it wins over the file. */
const ENDPOINT_VARIABLE = 'OTEL_EXPORTER_OTLP_ENDPOINT';

/** Undefined: no endpoint is set. @throws LabError `TARGET_SECRET` */
export async function openTelemetry(
  settings: TelemetrySettings | undefined,
  version: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Telemetry | undefined> {
  const endpoint = env[ENDPOINT_VARIABLE] ?? settings?.endpoint;
  if (!endpoint) return undefined;
  const headers = await readHeaders(settings?.headers);
  const collector = {
    ...{ version, headers, endpoint: endpoint.replace(/\/$/, '') },
    serviceName: env.OTEL_SERVICE_NAME ?? settings?.serviceName ?? 'pta-lab',
  };
  const signals = await Promise.all([openTracing(collector), openMetering(collector)]);
  return {
    ran(run) {
      for (const signal of signals) signal.ran(run);
    },
    async [Symbol.asyncDispose]() {
      // A collector that is away makes both fail; there is nobody left to tell.
      await Promise.allSettled(signals.map((signal) => signal.shutdown()));
    },
  };
}

async function readHeaders(named: TelemetrySettings['headers'] = {}) {
  const headers: Record<string, string> = {};
  for (const [name, ref] of Object.entries(named)) {
    headers[name] = (await readSecret(ref, `telemetry.headers.${name}`)).reveal();
  }
  return headers;
}

/**
 * Every run as a trace and as metrics, by OTLP over HTTP. Nothing of OpenTelemetry is loaded unless
 * an endpoint is set, nothing global is registered, and a collector that does not answer costs the
 * watch nothing but these spans. No user name is among the attributes.
 */
import type { Attributes, Tracer } from '@opentelemetry/api';
import type { IdGenerator } from '@opentelemetry/sdk-trace';
import type { ProbeRun, RunListener } from '../../probe-run.ts';
import type { TelemetrySettings } from '../config/probes-file.ts';
import { readSecret } from '../secrets.ts';
import { type TraceIds, traceIdsOf } from './trace-ids.ts';

export type Telemetry = RunListener & AsyncDisposable;

/** As the OpenTelemetry specification has it for all signals; it wins over the file. */
const ENDPOINT_VARIABLE = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const EXPORT_MS = 5_000;
const METRICS_EVERY_MS = 60_000;

/** Undefined: no endpoint is set. @throws LabError `TARGET_SECRET` */
export async function openTelemetry(
  settings: TelemetrySettings | undefined,
  version: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Telemetry | undefined> {
  const endpoint = env[ENDPOINT_VARIABLE] ?? settings?.endpoint;
  if (!endpoint) return undefined;
  const headers = await readHeaders(settings?.headers);
  return await createTelemetry({
    ...{ version, headers, endpoint: endpoint.replace(/\/$/, '') },
    serviceName: env.OTEL_SERVICE_NAME ?? settings?.serviceName ?? 'pta-lab',
  });
}

async function readHeaders(named: TelemetrySettings['headers'] = {}) {
  const headers: Record<string, string> = {};
  for (const [name, ref] of Object.entries(named)) {
    headers[name] = (await readSecret(ref, `telemetry.headers.${name}`)).reveal();
  }
  return headers;
}

interface Exports {
  endpoint: string;
  headers: Record<string, string>;
  serviceName: string;
  version: string;
}

async function createTelemetry({ endpoint, headers, serviceName, version }: Exports) {
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { MeterProvider, PeriodicExportingMetricReader } = await import(
    '@opentelemetry/sdk-metrics'
  );
  const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-http');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const resource = resourceFromAttributes({
    'service.name': serviceName,
    'service.version': version,
  });
  const to = (path: string) => ({ url: endpoint + path, headers, timeoutMillis: EXPORT_MS });
  const ids = createIdGenerator();
  const tracing = new TracerProvider({
    ...{ resource, idGenerator: ids },
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(to('/v1/traces')) })],
  });
  const metering = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter(to('/v1/metrics')),
        ...{ exportIntervalMillis: METRICS_EVERY_MS, exportTimeoutMillis: EXPORT_MS },
      }),
    ],
  });
  const trace = await createTracing(tracing.getTracer('pta-lab', version), ids);
  const meter = metering.getMeter('pta-lab', version);
  const runs = meter.createCounter('pta_probe_runs', { description: 'Runs of probes' });
  const durations = meter.createHistogram('pta_probe_duration', {
    ...{ unit: 's', description: 'How long runs of probes took' },
  });
  return {
    ran(run: ProbeRun) {
      trace(run);
      const { target, module, verdict } = run;
      runs.add(1, { target, module, verdict });
      durations.record(run.tookMs / 1_000, { target, module, verdict });
    },
    async [Symbol.asyncDispose]() {
      // A collector that is away makes both fail; there is nobody left to tell.
      await Promise.allSettled([tracing.shutdown(), metering.shutdown()]);
    },
  };
}

async function createTracing(tracer: Tracer, ids: SteeredIds): Promise<(run: ProbeRun) => void> {
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = await import('@opentelemetry/api');
  return (run) => {
    const { startedMs: startTime, tookMs, verdict, summary } = run;
    ids.next(traceIdsOf(run.id));
    const options = { startTime, kind: SpanKind.CLIENT, attributes: attributesOf(run) };
    const span = tracer.startSpan(`probe ${run.module}`, options, ROOT_CONTEXT);
    const within = trace.setSpan(ROOT_CONTEXT, span);
    let atMs = startTime;
    for (const [phase, phaseMs] of Object.entries(run.phaseMs)) {
      const attributes = { 'user_agent.synthetic.type': 'test' };
      const child = tracer.startSpan(phase, { startTime: atMs, attributes }, within);
      atMs += phaseMs;
      child.end(atMs);
    }
    if (verdict === 'fail') span.setStatus({ code: SpanStatusCode.ERROR, message: summary });
    span.end(Math.max(atMs, startTime + tookMs));
  };
}

/**
 * `user_agent.synthetic.type`: semantic conventions, so that dashboards of users can leave it out.
 */
export function attributesOf(run: ProbeRun): Attributes {
  return {
    'user_agent.synthetic.type': 'test',
    'pta.target': run.target,
    'pta.module': run.module,
    'pta.probe': run.probe,
    'pta.verdict': run.verdict,
    'pta.correlation_id': run.id,
    ...(run.aadsts !== null && { 'pta.aadsts': run.aadsts }),
    ...(run.agentId !== null && { 'pta.agent.id': run.agentId }),
  };
}

interface SteeredIds extends IdGenerator {
  /** Of the next span without a parent. */
  next(ids: TraceIds): void;
}

/** The tracer asks for both, the span's first. */
function createIdGenerator(): SteeredIds {
  let steered: Partial<TraceIds> = {};
  return {
    next(ids) {
      steered = { ...ids };
    },
    generateTraceId() {
      const { traceId = randomHex(TRACE_ID_BYTES) } = steered;
      delete steered.traceId;
      return traceId;
    },
    generateSpanId() {
      const { spanId = randomHex(SPAN_ID_BYTES) } = steered;
      delete steered.spanId;
      return spanId;
    },
  };
}

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

function randomHex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');
}

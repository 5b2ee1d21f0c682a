/**
 * One run as a trace: a span for the run and one for each of its phases, under ids that follow from
 * the run's own. No user name is among the attributes.
 */
import type { Attributes, Tracer } from '@opentelemetry/api';
import type { IdGenerator } from '@opentelemetry/sdk-trace';
import type { ProbeRun } from '../../probe-run.ts';
import { type Collector, exporterOf, resourceOf, type Signal } from './collector.ts';
import { type TraceIds, traceIdsOf } from './trace-ids.ts';

export async function openTracing(collector: Collector): Promise<Signal> {
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const exporter = new OTLPTraceExporter(exporterOf(collector, '/v1/traces'));
  const idGenerator = createIdGenerator();
  const provider = new TracerProvider({
    ...{ resource: await resourceOf(collector), idGenerator },
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('pta-lab', collector.version);
  return {
    ran: await traceRuns(tracer, idGenerator),
    shutdown: () => provider.shutdown(),
  };
}

async function traceRuns(tracer: Tracer, ids: SteeredIds): Promise<Signal['ran']> {
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
function attributesOf(run: ProbeRun): Attributes {
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

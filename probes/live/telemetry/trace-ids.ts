/**
 * The trace of a run follows from its id, so that its requests can carry a `traceparent` before any
 * span exists, and whoever has the correlation id of a sign-in log has the trace, too. Pure.
 * `traceparent`: W3C Trace Context, version 00, sampled.
 */
export interface TraceIds {
  traceId: string;
  spanId: string;
}

const SPAN_ID_LENGTH = 16;

/** `runId`: a GUID; its 128 bits are the trace's, their second half the first span's. */
export function traceIdsOf(runId: string): TraceIds {
  const traceId = runId.replaceAll('-', '').toLowerCase();
  return { traceId, spanId: traceId.slice(-SPAN_ID_LENGTH) };
}

export function traceparentOf(runId: string): string {
  const { traceId, spanId } = traceIdsOf(runId);
  return `00-${traceId}-${spanId}-01`;
}

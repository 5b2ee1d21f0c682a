/**
 * A context whose requests carry the trace of their run: `traceparent` is the only header, no
 * baggage, so that nothing of ours but a number reaches the target.
 */
import type { ProbeContext } from '../../probe.ts';
import { traceparentOf } from './trace-ids.ts';

export function traced(context: ProbeContext): ProbeContext {
  const { network, correlationId } = context;
  const traceparent = traceparentOf(correlationId);
  return {
    ...context,
    network: {
      ...network,
      request: (asked, call) =>
        network.request({ ...asked, headers: { ...asked.headers, traceparent } }, call),
    },
  };
}

/**
 * One sign-in on its way through the pages. The flow token names it and the canary shows that a
 * form is ours; both are in every page, neither is in the state. What a stranger starts is bounded
 * by the collection and by the lifetime of a flow.
 */
import type { Cloud } from '../cloud.ts';
import type { Refusal } from '../errors.ts';
import type { Form } from '../parameters.ts';
import type { FlowProgress, FlowRecord } from '../state/records.ts';
import { createSecret, keyOf } from '../token/secrets.ts';
import type { Purpose, SignInRequest } from './request.ts';

export interface OpenFlow {
  /** What the pages carry. */
  token: string;
  canary: string;
  record: FlowRecord;
}

/** Not yet remembered: an application that is answered at once leaves nothing behind. */
export function startFlow(
  { clock, timings, ids }: Pick<Cloud, 'clock' | 'timings' | 'ids'>,
  request: SignInRequest,
  purpose: Purpose,
): OpenFlow {
  const startedMs = clock.nowMs();
  const token = createSecret(ids, '0');
  return {
    token,
    canary: canaryOf(token),
    record: {
      request,
      purpose,
      startedMs,
      expiresMs: startedMs + timings.flowLifetimeMs,
      progress: {},
    },
  };
}

/** The flow a form belongs to. One that is over is as unknown as one that never was. */
export function findFlow(
  { state, clock }: Pick<Cloud, 'state' | 'clock'>,
  form: Form,
): OpenFlow | Refusal {
  const token = form.get('flowToken');
  if (token === undefined) return { code: 90014, detail: "Field: 'flowToken'." };
  const record = state.flows.get(keyOf(token));
  if (record === undefined) return { code: 90023, detail: 'This sign-in is over, or never was.' };
  if (form.get('canary') !== canaryOf(token)) return { code: 90023, detail: "Field: 'canary'." };
  if (clock.nowMs() >= record.expiresMs) return { code: 50089 };
  return { token, canary: canaryOf(token), record };
}

export function saveFlow({ state }: Pick<Cloud, 'state'>, { token, record }: OpenFlow): void {
  state.flows.set(keyOf(token), record);
}

export function endFlow({ state }: Pick<Cloud, 'state'>, { token }: OpenFlow): void {
  state.flows.delete(keyOf(token));
}

export function withProgress(flow: OpenFlow, made: FlowProgress): OpenFlow {
  const progress = { ...flow.record.progress, ...made };
  return { ...flow, record: { ...flow.record, progress } };
}

/** Somebody else signs in: nothing that was proved counts any more. */
export function startOver(flow: OpenFlow, progress: FlowProgress): OpenFlow {
  return { ...flow, record: { ...flow.record, progress } };
}

/** `sCtx`: names the flow without opening it. */
export function contextOf({ token }: OpenFlow): string {
  return keyOf(`ctx ${token}`);
}

/** Derived, so that the state need not keep it. */
function canaryOf(token: string): string {
  return keyOf(`canary ${token}`);
}

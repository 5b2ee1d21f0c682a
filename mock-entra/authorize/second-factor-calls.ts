/**
 * The calls that the page of the second factor makes by script (fact sheet 4.4): begin, then ask
 * for the result. They only tell; the form of the page is what goes on.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { type Answer, type Exchange, NO_STORE, renderJson } from '../exchange.ts';
import { isRecord, parseJson } from '../json.ts';
import { readChallenge } from '../sign-in/second-factor.ts';
import { findFlow, type OpenFlow } from './flow.ts';

/** Words of the public scripts; the lab knows no others. */
const RESULTS = {
  waiting: 'AuthenticationPending',
  approved: 'Success',
  denied: 'PhoneAppDenied',
  expired: 'PhoneAppNoResponse',
} as const;

export const answerBeginAuth: Answer = (cloud, exchange) =>
  answerCall(cloud, exchange, (flow, called) => {
    const number = flow.record.progress.challenge?.number;
    return {
      ...success(cloud, exchange, flow, called),
      ResultValue: 'Success',
      ...(number !== undefined && { Entropy: Number(number) }),
    };
  });

export const answerEndAuth: Answer = (cloud, exchange) =>
  answerCall(cloud, exchange, (flow, called) => {
    const { challenge } = flow.record.progress;
    const state = challenge === undefined ? 'expired' : readChallenge(cloud, challenge.id);
    const outcome = RESULTS[state];
    return {
      ...success(cloud, exchange, flow, called),
      Success: state === 'approved',
      ResultValue: outcome,
      Retry: state === 'waiting',
    };
  });

type Called = Readonly<Record<string, unknown>>;

function answerCall(
  cloud: Cloud,
  exchange: Exchange,
  tell: (flow: OpenFlow, called: Called) => Readonly<Record<string, unknown>>,
): HttpResponse {
  const body = parseJson(exchange.request.body);
  const called = isRecord(body) ? body : {};
  const flow = findFlow(cloud, {
    get: (name) => (name === 'canary' ? exchange.request.headers.canary : text(called.FlowToken)),
  });
  if ('code' in flow) {
    return renderJson({ Success: false, ResultValue: 'Error', ErrCode: flow.code }, NO_STORE);
  }
  return renderJson(tell(flow, called), NO_STORE);
}

function success(
  { clock, ids }: Cloud,
  { correlationId }: Exchange,
  { token }: OpenFlow,
  called: Called,
) {
  return {
    Success: true,
    Message: null,
    AuthMethodId: text(called.AuthMethodId) ?? '',
    ErrCode: 0,
    Retry: false,
    FlowToken: token,
    Ctx: text(called.Ctx) ?? '',
    SessionId: text(called.SessionId) ?? ids.guid(),
    CorrelationId: correlationId,
    Timestamp: new Date(clock.nowMs()).toISOString(),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

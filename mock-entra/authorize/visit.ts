/**
 * One request of a browser on its way through a flow: what came, where the flow stands, whose
 * browser it is, and the cookies the answer will set. Values only; each step hands on a new one.
 */
import { AADSTS, type AadstsCode } from '../../protocol/aadsts.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import type { Exchange } from '../exchange.ts';
import type { FlowView, PageError } from '../pages/page.ts';
import type { FlowProgress } from '../state/records.ts';
import type { Application } from '../tenant/application.ts';
import { contextOf, type OpenFlow, withProgress } from './flow.ts';
import type { ChangedSession, OpenSession } from './session.ts';

export interface Visit {
  exchange: Exchange;
  flow: OpenFlow;
  session: OpenSession | undefined;
  cookies: readonly string[];
  /** What was wrong with the form that was just sent. */
  error?: PageError;
  /** A user name that was refused: it stays in its field. */
  typed?: string;
}

export function progressed(visit: Visit, made: FlowProgress): Visit {
  return { ...visit, flow: withProgress(visit.flow, made) };
}

export function inSession(visit: Visit, { session, cookies }: ChangedSession): Visit {
  return { ...visit, session, cookies };
}

/** `text` where the sentence of the code does not fit the field. */
export function complained(visit: Visit, code: AadstsCode, text = AADSTS[code].text): Visit {
  return { ...visit, error: { code, text } };
}

export function pageError(code: AadstsCode): PageError {
  return { code, text: AADSTS[code].text };
}

/** Undefined if the application was taken out of the tenant meanwhile. */
export function applicationOf({ tenant }: Cloud, { flow }: Visit): Application | undefined {
  const { clientId } = flow.record.request;
  return tenant.applications.find((application) => application.clientId === clientId);
}

export function viewOf(cloud: Cloud, visit: Visit): FlowView {
  const { flow } = visit;
  const application = applicationOf(cloud, visit);
  return {
    flowToken: flow.token,
    ctx: contextOf(flow),
    canary: flow.canary,
    tenantSegment: flow.record.request.tenantSegment,
    ...(application && { applicationName: application.displayName }),
  };
}

export function withCookies(response: HttpResponse, { cookies }: Visit): HttpResponse {
  return cookies.length === 0 ? response : { ...response, cookies };
}

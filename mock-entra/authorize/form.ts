/**
 * What every form of the pages goes through: the flow it names, then the one thing it says, then
 * the page that is next. A form that does not belong to the page the flow is at (the Back button,
 * a page left open) changes nothing and gets that page.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { type Form, readParameters } from '../parameters.ts';
import { advance, findAsking } from './advance.ts';
import { renderErrorPage } from './error-page.ts';
import { findFlow } from './flow.ts';
import type { Step } from './next-step.ts';
import { findSession } from './session.ts';
import { type Asking, findStep } from './standing.ts';
import type { Visit } from './visit.ts';

export interface Sent {
  visit: Visit;
  asking: Asking;
  form: Form;
}

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** What the form does: a changed visit, or an answer of its own. */
export type Taking<Kind extends Step['kind']> = (
  cloud: Cloud,
  sent: Sent,
  step: StepOf<Kind>,
) => Promise<Visit | HttpResponse> | Visit | HttpResponse;

export function onForm<Kind extends Step['kind']>(
  kinds: readonly Kind[],
  take: Taking<Kind>,
): Answer {
  return async (cloud, exchange) => {
    const opened = openVisit(cloud, exchange);
    if ('status' in opened) return opened;
    const { visit, asking } = opened;
    const step = findStep(cloud, visit, asking);
    if (!isOneOf(kinds, step)) return advance(cloud, visit);
    const taken = await take(cloud, opened, step);
    return 'status' in taken ? taken : advance(cloud, taken);
  };
}

function isOneOf<Kind extends Step['kind']>(
  kinds: readonly Kind[],
  step: Step,
): step is StepOf<Kind> {
  return kinds.some((kind) => kind === step.kind);
}

function openVisit(cloud: Cloud, exchange: Exchange): Sent | HttpResponse {
  const form = readParameters(exchange);
  if ('code' in form) return renderErrorPage(cloud, exchange, form);
  const flow = findFlow(cloud, form);
  if ('code' in flow) return renderErrorPage(cloud, exchange, flow);
  const visit: Visit = { exchange, flow, session: findSession(cloud, exchange), cookies: [] };
  const asking = findAsking(cloud, visit);
  if ('code' in asking) return renderErrorPage(cloud, exchange, asking);
  return { visit, asking, form };
}

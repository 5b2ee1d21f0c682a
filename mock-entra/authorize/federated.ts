/**
 * The way to somebody else's sign-in page. Redirect only: nothing of the lab answers there, and the
 * person does not come back by itself.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import { federatedUrl } from '../tenant/federation.ts';
import { contextOf } from './flow.ts';
import type { Step } from './next-step.ts';
import { renderRedirect } from './reply.ts';
import type { Visit } from './visit.ts';

export function renderFederatedRedirect(
  { exchange, flow }: Visit,
  { federation, userName }: Extract<Step, { kind: 'federated' }>,
): HttpResponse {
  const context = `estsrequest=${contextOf(flow)}`;
  return renderRedirect(exchange, federatedUrl(federation, userName, context));
}

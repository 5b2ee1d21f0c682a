/**
 * The way to somebody else's sign-in page. Redirect only: nothing of the lab answers there, and the
 * person does not come back by itself.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import { contextOf } from './flow.ts';
import type { Step } from './next-step.ts';
import { renderRedirect } from './reply.ts';
import type { Visit } from './visit.ts';

/** The realm every Entra tenant has in its federations (fact sheet 4.1). */
const REALM = 'urn:federation:MicrosoftOnline';

export function renderFederatedRedirect(
  { exchange, flow }: Visit,
  { federation, userName }: Extract<Step, { kind: 'federated' }>,
): HttpResponse {
  const url = new URL(federation.passiveUrl);
  url.searchParams.set('wa', 'wsignin1.0');
  url.searchParams.set('wtrealm', REALM);
  url.searchParams.set('wctx', `estsrequest=${contextOf(flow)}`);
  if (userName !== '') url.searchParams.set('username', userName);
  return renderRedirect(exchange, url.href);
}

/** A sign-in that cannot go on: the code, what it means, and what support wants to know. */
import type { Body, PageOf, Stamp } from './body.ts';
import { isolated } from './fields.ts';
import { html } from './html.ts';

export function renderError(page: PageOf<'error'>, stamp: Stamp): Body {
  const { code, text, applicationName } = page;
  const main = html`<div class="error" id="exceptionMessageContainer" role="alert" tabindex="-1" autofocus>AADSTS${code}: ${text}</div>
<dl>
${applicationName !== undefined && html`<dt>Application</dt><dd>${isolated(applicationName)}</dd>`}
<dt>Request id</dt><dd>${stamp.traceId}</dd>
<dt>Correlation id</dt><dd>${stamp.correlationId}</dd>
<dt>Timestamp</dt><dd>${stamp.time}</dd>
</dl>`;
  return { title: 'The sign-in failed', main, config: {} };
}

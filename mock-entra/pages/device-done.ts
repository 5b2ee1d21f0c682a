/** The end of signing in another device. The tokens go there, nothing goes to this browser. */
import type { Body, PageOf } from './body.ts';
import { isolated } from './fields.ts';
import { html } from './html.ts';

export function renderDeviceDone(page: PageOf<'device-done'>): Body {
  const { approved, applicationName = 'the application' } = page;
  const main = approved
    ? html`<p id="message" role="status">You have signed in to ${isolated(applicationName)} on your device.
You may close this window.</p>`
    : html`<p id="message" role="status">The sign-in to ${isolated(applicationName)} was cancelled.
You may close this window.</p>`;
  return { title: approved ? 'Signed in' : 'Cancelled', main, config: {} };
}

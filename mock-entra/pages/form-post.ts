/**
 * The answer to an application that wants it as a form. Values are secrets on their way to the
 * registered address: they are in no script and no `$Config`.
 */
import type { Body, PageOf } from './body.ts';
import { hidden } from './fields.ts';
import { html } from './html.ts';
import { safeTarget } from './targets.ts';

/** A field may be called `submit`, so the method is not asked of the form. */
const SUBMIT = "HTMLFormElement.prototype.submit.call(document.getElementById('hiddenform'));";

export function renderFormPost({ action, fields }: PageOf<'form-post'>): Body {
  const main = html`<form id="hiddenform" name="hiddenform" method="post" action="${safeTarget(action)}">
${Object.entries(fields).map(([name, value]) => hidden(name, value))}
<noscript><p>Press the button to go back to the application.</p>
<div class="buttons"><button class="primary" type="submit">Continue</button></div></noscript>
</form>`;
  return { title: 'Working', main, script: SUBMIT, allow: { framed: true } };
}

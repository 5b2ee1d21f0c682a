/** Where the code of another device is typed. */
import type { Body, PageOf } from './body.ts';
import { describedBy, errorArea, flowFields, primaryButton } from './fields.ts';
import { html } from './html.ts';
import { pageUrl } from './page-urls.ts';

const ERROR = 'otcError';

export function renderDeviceCode(page: PageOf<'device-code'>): Body {
  const { userCode, error } = page;
  const main = html`<form id="i0281" name="f1" method="post" action="${pageUrl('deviceAuth', page)}" novalidate>
<p>Type the code that the application or the device shows.</p>
<label class="field" for="otc">Code</label>
${errorArea(ERROR, error)}
<input id="otc" name="otc" type="text" value="${userCode}" autocomplete="off" maxlength="20"
 autocapitalize="characters" spellcheck="false" aria-required="true"
 ${describedBy(ERROR, error)} autofocus>
${flowFields(page)}
<div class="buttons">${primaryButton({ id: 'idSIButton9', text: 'Next' })}</div>
</form>`;
  return { title: 'Enter the code', main, config: { urlPost: pageUrl('deviceAuth', page) } };
}

/** Who signs in. The name stays in its field after an error; the password is asked elsewhere. */
import type { Body, PageOf } from './body.ts';
import { describedBy, errorArea, flowFields, hidden, isolated, primaryButton } from './fields.ts';
import { type Html, html } from './html.ts';
import type { FlowView } from './page.ts';
import { pageUrl } from './page-urls.ts';

const ERROR = 'usernameError';

export function renderUsername(page: PageOf<'username'>): Body {
  const { userName, error } = page;
  const main = html`<form id="i0281" name="f1" method="post" action="${pageUrl('login', page)}" novalidate>
${goesTo(page)}
<label class="field" for="i0116">User name</label>
${errorArea(ERROR, error)}
<input id="i0116" name="loginfmt" type="email" value="${userName}" dir="auto" maxlength="113"
 placeholder="name@example.com" autocomplete="username" autocapitalize="off" spellcheck="false"
 aria-required="true" ${describedBy(ERROR, error)} autofocus>
${flowFields(page)}${hidden('type', '11')}
<div class="buttons">${primaryButton({ id: 'idSIButton9', text: 'Next' })}</div>
</form>`;
  return { title: 'Sign in', main, config: { urlPost: pageUrl('login', page) } };
}

export function goesTo({ applicationName }: FlowView): Html {
  return html`${
    applicationName !== undefined &&
    html`<p class="quiet">to go on to ${isolated(applicationName)}</p>`
  }`;
}

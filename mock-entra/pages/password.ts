/**
 * The password. "Back" is a form of its own, so that what was typed never travels with it. There
 * is no reset service to link to: the text says what to do instead.
 */
import type { Body, PageOf } from './body.ts';
import {
  describedBy,
  errorArea,
  flowFields,
  hidden,
  isolated,
  knownUser,
  primaryButton,
} from './fields.ts';
import { type Html, html } from './html.ts';
import type { FlowView } from './page.ts';
import { pageUrl } from './page-urls.ts';

const ERROR = 'passwordError';

export function renderPassword(page: PageOf<'password'>): Body {
  const { userName, error } = page;
  const main = html`${otherAccount(page, userName)}
<form id="i0281" name="f1" method="post" action="${pageUrl('login', page)}" novalidate>
${hidden('login', userName)}${knownUser('loginfmt', userName)}
<label class="field" for="i0118">Password</label>
${errorArea(ERROR, error)}
<input id="i0118" name="passwd" type="password" autocomplete="current-password"
 aria-required="true" ${describedBy(ERROR, error)} autofocus>
${flowFields(page)}${hidden('LoginOptions', '3')}${hidden('type', '11')}
<div class="buttons">${primaryButton({ id: 'idSIButton9', text: 'Sign in' })}</div>
</form>
<details><summary id="idA_PWD_ForgotPassword">Forgot the password?</summary>
<p>The lab has no reset page. Passwords are set where the account lives: in the directory of the
lab, or in the tenant file.</p></details>`;
  return { title: 'Enter your password', main, config: { urlPost: pageUrl('login', page) } };
}

/** Whose turn it is, and the way back to another name. */
export function otherAccount(page: FlowView, userName: string): Html {
  return html`<form class="identity" method="post" action="${pageUrl('reprocess', page)}">
${flowFields(page)}${hidden('login', 'other')}
<button type="submit" id="idBtn_Back" aria-label="Back: use another account">←</button>
<div id="displayName">${isolated(userName)}</div>
</form>`;
}

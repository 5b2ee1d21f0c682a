/** Whether the session outlives the browser. Both ids of both layouts work. */
import type { Body, PageOf } from './body.ts';
import { flowFields, hidden, isolated, primaryButton, secondaryButton } from './fields.ts';
import { html } from './html.ts';
import { pageUrl } from './page-urls.ts';

export function renderKeepSignedIn(page: PageOf<'keep-signed-in'>): Body {
  const yes = {
    id: 'idSIButton9',
    alsoId: 'acceptButton',
    text: 'Yes',
    name: 'LoginOptions',
    value: '1',
  };
  const no = {
    id: 'idBtn_Back',
    alsoId: 'declineButton',
    text: 'No',
    name: 'LoginOptions',
    value: '0',
  };
  const main = html`<div id="displayName">${isolated(page.userName)}</div>
<form id="i0281" name="f1" method="post" action="${pageUrl('keepSignedIn', page)}">
<p id="KmsiDescription">Then this browser is asked for the password less often.</p>
${flowFields(page)}${hidden('type', '28')}
<label class="check"><input type="checkbox" id="KmsiCheckboxField" name="DontShowAgain" value="true">
Do not ask again</label>
<div class="buttons">${primaryButton(yes)}
${secondaryButton(no)}</div>
</form>`;
  const config = { urlPost: pageUrl('keepSignedIn', page) };
  return { title: 'Stay signed in?', main, config };
}

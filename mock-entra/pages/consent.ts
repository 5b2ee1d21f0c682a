/** What the application wants to do in the person's name. Both ids of both layouts work. */
import type { Body, PageOf } from './body.ts';
import { flowFields, isolated, primaryButton, secondaryButton } from './fields.ts';
import { html } from './html.ts';
import { pageUrl } from './page-urls.ts';

export function renderConsent(page: PageOf<'consent'>): Body {
  const { userName, permissions, administrator, applicationName = 'The application' } = page;
  const accept = {
    id: 'idSIButton9',
    alsoId: 'acceptButton',
    text: 'Accept',
    name: 'acceptConsent',
    value: 'true',
  };
  const decline = {
    id: 'idBtn_Back',
    alsoId: 'declineButton',
    text: 'Cancel',
    name: 'acceptConsent',
    value: 'false',
  };
  const main = html`<div id="displayName">${isolated(userName)}</div>
<form id="i0281" name="f1" method="post" action="${pageUrl('consent', page)}">
<p><strong>${isolated(applicationName)}</strong> wants to:</p>
<ul>${permissions.map((permission) => html`<li>${isolated(permission)}</li>`)}</ul>
${flowFields(page)}
${
  administrator &&
  html`<label class="check"><input type="checkbox" id="consentForOrganization" name="administrator"
 value="true">Agree for everybody in the organisation</label>`
}
<div class="buttons">${primaryButton(accept)}
${secondaryButton(decline)}</div>
</form>`;
  return { title: 'Permissions requested', main, config: { urlPost: pageUrl('consent', page) } };
}

/**
 * The last question before another device is signed in: the defence against a code sent by a thief.
 */
import type { Body, PageOf } from './body.ts';
import { flowFields, isolated, primaryButton, secondaryButton } from './fields.ts';
import { html } from './html.ts';
import { pageUrl } from './page-urls.ts';

export function renderDeviceConfirm(page: PageOf<'device-confirm'>): Body {
  const { userName, applicationName = 'an application' } = page;
  const yes = {
    id: 'idSIButton9',
    alsoId: 'remoteConnectSubmit',
    text: 'Continue',
    name: 'confirm',
    value: 'true',
  };
  const no = {
    id: 'idBtn_Back',
    alsoId: 'declineButton',
    text: 'Cancel',
    name: 'confirm',
    value: 'false',
  };
  const main = html`<div id="displayName">${isolated(userName)}</div>
<form id="i0281" name="f1" method="post" action="${pageUrl('deviceAuth', page)}">
<p id="remoteConnectDescription">You are signing in to
<strong>${isolated(applicationName)}</strong> on another device. Go on only if you started it.</p>
${flowFields(page)}
<div class="buttons">${primaryButton(yes)}
${secondaryButton(no)}</div>
</form>`;
  return { title: 'Is this you?', main, config: { urlPost: pageUrl('deviceAuth', page) } };
}

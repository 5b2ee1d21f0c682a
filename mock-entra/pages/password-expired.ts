/** An expired password: changed here, or a text that says where. No field is ever filled in. */
import type { Body, PageOf } from './body.ts';
import { describedBy, errorArea, flowFields, knownUser, primaryButton } from './fields.ts';
import { type Html, html } from './html.ts';
import { pageUrl } from './page-urls.ts';
import { otherAccount } from './password.ts';

const ERROR = 'passwordError';

const FIELDS: readonly [id: string, name: string, label: string, autocomplete: string][] = [
  ['currentPassword', 'OldPassword', 'Current password', 'current-password'],
  ['newPassword', 'NewPassword', 'New password', 'new-password'],
  ['confirmNewPassword', 'ConfirmPassword', 'New password again', 'new-password'],
];

export function renderPasswordExpired(page: PageOf<'password-expired'>): Body {
  const { userName, changeable, text } = page;
  const main = html`${otherAccount(page, userName)}
<p id="passwordExpiredText">${text}</p>
${changeable && renderForm(page)}`;
  return {
    title: changeable ? 'Change your password' : 'Your password has expired',
    main,
    config: { urlPost: pageUrl('changePassword', page) },
  };
}

function renderForm(page: PageOf<'password-expired'>): Html {
  const { error } = page;
  return html`<form id="i0281" name="f1" method="post" action="${pageUrl('changePassword', page)}" novalidate>
${knownUser('login', page.userName)}${errorArea(ERROR, error)}
${FIELDS.map(
  ([id, name, label, autocomplete], index) => html`<label class="field" for="${id}">${label}</label>
<input id="${id}" name="${name}" type="password" autocomplete="${autocomplete}"
 aria-required="true" ${describedBy(ERROR, error)} ${index === 0 && html`autofocus`}>
`,
)}
${flowFields(page)}
<div class="buttons">${primaryButton({ id: 'idSIButton9', text: 'Change and sign in' })}</div>
</form>`;
}

/**
 * The second factor: a code to type, or a number to tap in an app that the control API plays. The
 * page of the number asks for the result by itself; without scripts its button does.
 */
import type { Body, PageOf } from './body.ts';
import { describedBy, errorArea, flowFields, hidden, primaryButton } from './fields.ts';
import { type Html, html } from './html.ts';
import type { FlowView, PageError } from './page.ts';
import { pageUrl } from './page-urls.ts';
import { otherAccount } from './password.ts';
import { POLLING } from './polling.ts';

const ERROR = 'idSpan_SAOTCC_Error_OTC';
/** Of the code page in public scripts, which know no `#idSIButton9` there. */
const SUBMIT = 'idSubmit_SAOTCC_Continue';

export function renderMfa(page: PageOf<'mfa'>): Body {
  const { factor, userName, error } = page;
  const config = {
    urlPost: pageUrl('processAuth', page),
    arrUserProofs: [{ authMethodId: factor.method, data: factor.method, isDefault: true }],
  };
  if (factor.method === 'PhoneAppOTP') {
    const main = html`${otherAccount(page, userName)}${renderCode(page, error)}`;
    return { title: 'Confirm that it is you', main, config };
  }
  const main = html`${otherAccount(page, userName)}${renderNumber(page, factor.number, error)}`;
  return {
    title: 'Approve the sign-in',
    main,
    config,
    script: POLLING,
    allow: { calls: true },
  };
}

function renderCode(page: FlowView, error: PageError | undefined): Html {
  return html`<form id="i0281" name="f1" method="post" action="${pageUrl('processAuth', page)}" novalidate>
<p id="idDiv_SAOTCC_Description">Type the code that your authenticator app shows now.</p>
<label class="field" for="idTxtBx_SAOTCC_OTC">Code</label>
${errorArea(ERROR, error)}
<input id="idTxtBx_SAOTCC_OTC" name="otc" type="text" inputmode="numeric" maxlength="6"
 autocomplete="one-time-code" aria-required="true" ${describedBy(ERROR, error)} autofocus>
${flowFields(page)}${hidden('mfaAuthMethod', 'PhoneAppOTP')}
<div class="buttons">${primaryButton({ id: SUBMIT, text: 'Verify' })}</div>
</form>`;
}

function renderNumber(page: FlowView, number: string, error: PageError | undefined): Html {
  return html`<form id="i0281" name="f1" method="post" action="${pageUrl('processAuth', page)}">
<p id="idDiv_SAOTCAS_Title">Enter this number in your authenticator app:</p>
<p class="number" id="idRichContext_DisplaySign">${number}</p>
${errorArea('idDiv_SAASDS_Error', error)}
<p class="quiet" id="idDiv_SAOTCAS_Description">In the lab the app is the control API.</p>
<p id="pollStatus" role="status" aria-live="polite"></p>
${flowFields(page)}${hidden('mfaAuthMethod', 'PhoneAppNotification')}
<div class="buttons">${primaryButton({ id: 'idSIButton9', text: 'I have approved' })}</div>
</form>`;
}

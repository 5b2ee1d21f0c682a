/** The accounts this browser knows. Each tile is a submit button: it works without scripts. */
import type { Body, PageOf } from './body.ts';
import { flowFields, isolated } from './fields.ts';
import { type Html, html } from './html.ts';
import type { PickableAccount } from './page.ts';
import { pageUrl } from './page-urls.ts';
import { goesTo } from './username.ts';

export function renderPickAccount(page: PageOf<'pick-account'>): Body {
  const { accounts } = page;
  const main = html`<form id="i0281" name="f1" method="post" action="${pageUrl('reprocess', page)}">
${goesTo(page)}
${flowFields(page)}
<div id="tilesHolder" role="group" aria-label="Accounts">
${accounts.map(renderTile)}
<button class="tile" type="submit" id="otherTile" name="login" value="other">
<strong>Use another account</strong></button>
</div>
</form>`;
  return {
    title: 'Pick an account',
    main,
    config: {
      urlPost: pageUrl('reprocess', page),
      arrSessions: accounts.map(({ userName, displayName, signedIn }) => {
        return { name: userName, fullName: displayName, isSignedIn: signedIn };
      }),
    },
  };
}

/** Scripts click `#aadTile` for the account they expect to be alone; here that is the first. */
function renderTile({ userName, displayName, signedIn }: PickableAccount, index: number): Html {
  return html`<button class="tile" type="submit" ${index === 0 && html`id="aadTile"`}
 name="login" value="${userName}" data-test-id="${userName}">
<strong>${isolated(displayName)}</strong>
<span>${isolated(userName)}</span>
<span>${signedIn ? 'Signed in' : 'Signed out'}</span></button>
`;
}

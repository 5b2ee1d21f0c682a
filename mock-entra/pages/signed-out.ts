/**
 * The end of a session. Applications hear of it in frames, which need their own cookies: no
 * sandbox. The way on waits for them, but not for long.
 */
import type { Body, PageOf } from './body.ts';
import { type Html, html } from './html.ts';
import { frameOrigin, safeTarget } from './targets.ts';

/** How long a slow application may hold the person up. */
const WAIT_MS_MAX = 3000;

const GO_ON = `(() => {
  const go = document.getElementById('continueLink');
  const frames = [...document.querySelectorAll('iframe')];
  const heard = frames.map((frame) => new Promise((done) => {
    frame.addEventListener('load', done);
    frame.src = frame.dataset.src;
  }));
  const late = new Promise((done) => setTimeout(done, ${WAIT_MS_MAX}));
  Promise.race([Promise.all(heard), late]).then(() => go && location.replace(go.href));
})();`;

export function renderSignedOut({ frontChannel, continueUrl }: PageOf<'signed-out'>): Body {
  const told = frontChannel.filter((url) => frameOrigin(url) !== undefined);
  const main = html`<p id="message" role="status">You have signed out of the lab.</p>
${continueUrl !== undefined && html`<p><a id="continueLink" href="${safeTarget(continueUrl)}">Go on</a></p>`}
${told.map(renderFrame)}`;
  const frames = [...new Set(told.flatMap((url) => frameOrigin(url) ?? []))];
  return { title: 'Signed out', main, config: {}, script: GO_ON, allow: { frames } };
}

/** The script sets the address, after it listens; without scripts the frame loads by itself. */
function renderFrame(url: string): Html {
  return html`<iframe hidden title="${FRAME}" data-src="${url}"></iframe>
<noscript><iframe hidden title="${FRAME}" src="${url}"></iframe></noscript>
`;
}

const FRAME = 'Sign-out of an application';

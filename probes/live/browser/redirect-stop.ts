/**
 * Stops the browser where the sign-in would hand its code to the application: whether a code came
 * is noted, the code itself is not kept. Through DevTools, because Playwright's own routes see no
 * redirects (microsoft/playwright#12527).
 */
import type { Page as Tab } from 'playwright-core';

export interface RedirectStop {
  /** Undefined until the sign-in came back. */
  readonly came: CameBack | undefined;
}

export interface CameBack {
  hasCode: boolean;
  /** Of an answer without a code, or with the state of somebody else. */
  error: string;
}

export async function stopAtRedirect(
  tab: Tab,
  redirectUri: string,
  state: string,
): Promise<RedirectStop> {
  let came: CameBack | undefined;
  const session = await tab.context().newCDPSession(tab);
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    came ??= readAnswer(new URL(request.url).searchParams, state);
    // The tab may be gone already; then nothing is sent either.
    session
      .send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
      .catch(() => {});
  });
  const { href } = new URL(redirectUri);
  const urlPattern = `${href.replace(/[*?\\]/g, '\\$&')}*`;
  await session.send('Fetch.enable', { patterns: [{ urlPattern, requestStage: 'Request' }] });
  return {
    get came() {
      return came;
    },
  };
}

function readAnswer(answer: URLSearchParams, state: string): CameBack {
  if (answer.get('state') !== state) return { hasCode: false, error: 'an answer of another state' };
  const error = answer.get('error_description') ?? answer.get('error') ?? '';
  return { hasCode: answer.has('code'), error };
}

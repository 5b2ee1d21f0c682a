/**
 * Addresses that a page sends the browser to come from registrations, not from strangers; still, a
 * tenant file may say anything, and nothing a page leads to may run in the page.
 */
const RUNS_IN_PAGE = ['javascript:', 'vbscript:', 'data:', 'blob:', 'filesystem:'];

/** Schemes of native applications are fine. */
export function safeTarget(url: string): string {
  if (!URL.canParse(url) || RUNS_IN_PAGE.includes(new URL(url).protocol)) return 'about:blank';
  return url;
}

/** For a content security policy. Undefined if it cannot be framed, or would end the directive. */
export function frameOrigin(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, origin } = new URL(url);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && !/[;,'*]/.test(origin) ? origin : undefined;
}

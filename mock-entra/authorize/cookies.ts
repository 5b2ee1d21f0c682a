/**
 * Cookies of the sign-in pages. `SameSite=None`, because applications ask silently from a frame of
 * another site; what a browser sends is a stranger's text until a session is found behind it.
 */
export type SessionCookie = 'ESTSAUTH' | 'ESTSAUTHPERSISTENT';

const ATTRIBUTES = 'path=/; secure; HttpOnly; SameSite=None';

/** Without a lifetime the browser forgets it when it closes. */
export function renderCookie(name: SessionCookie, value: string, lifetimeMs?: number): string {
  const maxAge = lifetimeMs === undefined ? '' : `; Max-Age=${Math.floor(lifetimeMs / 1000)}`;
  return `${name}=${value}; ${ATTRIBUTES}${maxAge}`;
}

export function renderForgotten(name: SessionCookie): string {
  return renderCookie(name, '', 0);
}

export function readCookie(header: string | undefined, name: SessionCookie): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}

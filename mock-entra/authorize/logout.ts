/**
 * The end of a session. Applications that were signed in to are told through the person's browser,
 * refresh tokens stay, as Entra's do, and the browser goes on to a registered address only.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import type { Exchange } from '../exchange.ts';
import { isRecord, parseEncodedJson } from '../json.ts';
import { renderPage } from '../pages/render-page.ts';
import { type Form, readParameters } from '../parameters.ts';
import type { Application } from '../tenant/application.ts';
import { judgeTenantSegment } from '../tenant/tenant.ts';
import { renderErrorPage } from './error-page.ts';
import { findRedirectUri } from './redirect-uri.ts';
import { renderRedirect } from './reply.ts';
import {
  type Account,
  accountsOf,
  findSession,
  leaveSession,
  type OpenSession,
} from './session.ts';

export function answerLogout(cloud: Cloud, exchange: Exchange): HttpResponse {
  const asked = readParameters(exchange);
  if ('code' in asked) return renderErrorPage(cloud, exchange, asked);
  if (judgeTenantSegment(cloud.tenant, exchange.params.tenant ?? '') === 'unknown') {
    return renderErrorPage(cloud, exchange, { code: 90002 });
  }
  const session = findSession(cloud, exchange);
  const accounts = accountsOf(cloud, session?.record.accounts);
  const leaving = whoLeaves(accounts, asked);
  const frontChannel = session ? frontChannelUrls(cloud, exchange, session, leaving) : [];
  const cookies = session ? endFor(cloud, session, leaving) : [];
  const continueUrl = findContinueUrl(cloud, asked);
  // With nobody to tell there is nothing to wait for.
  const response =
    continueUrl !== undefined && frontChannel.length === 0
      ? renderRedirect(exchange, continueUrl)
      : renderSignedOut(cloud, exchange, { frontChannel, continueUrl });
  return { ...response, cookies };
}

function renderSignedOut(
  cloud: Cloud,
  exchange: Exchange,
  {
    frontChannel,
    continueUrl,
  }: { frontChannel: readonly string[]; continueUrl?: string | undefined },
): HttpResponse {
  return renderPage(cloud, exchange, {
    kind: 'signed-out',
    frontChannel,
    ...(continueUrl !== undefined && { continueUrl }),
    canary: '',
    tenantSegment: exchange.params.tenant ?? '',
  });
}

/** Everybody, unless the application names one of several. Entra would ask which one. */
function whoLeaves(accounts: readonly Account[], asked: Form): readonly Account[] {
  const hint = asked.get('logout_hint')?.toLowerCase();
  const sid = asked.get('sid');
  const hinted = accounts.filter(
    ({ user, signedIn }) =>
      user.userPrincipalName.toLowerCase() === hint || signedIn.sessionId === sid,
  );
  return hinted.length > 0 ? hinted : accounts;
}

function endFor(cloud: Cloud, session: OpenSession, leaving: readonly Account[]) {
  const gone = new Set(leaving.map(({ user }) => user.id));
  const left = accountsOf(cloud, session.record.accounts).filter(({ user }) => !gone.has(user.id));
  return leaveSession(
    cloud,
    session,
    left.map(({ signedIn }) => signedIn),
  );
}

function frontChannelUrls(
  { tenant }: Cloud,
  { origin }: Exchange,
  { record }: OpenSession,
  leaving: readonly Account[],
): readonly string[] {
  const told = tenant.applications.filter(({ clientId }) => record.clientIds.includes(clientId));
  return told.flatMap(({ frontChannelLogoutUrl }) => {
    if (frontChannelLogoutUrl === undefined) return [];
    return leaving.map(({ signedIn }) => {
      const url = new URL(frontChannelLogoutUrl);
      url.searchParams.set('iss', `${origin}/${tenant.id}/v2.0`);
      url.searchParams.set('sid', signedIn.sessionId);
      return url.href;
    });
  });
}

/** An address nobody registered is not an error: the person stays on the page. */
function findContinueUrl({ tenant }: Cloud, asked: Form): string | undefined {
  const wanted = asked.get('post_logout_redirect_uri');
  if (wanted === undefined) return undefined;
  const clientId = asked.get('client_id') ?? audienceOf(asked.get('id_token_hint') ?? '');
  const own = ({ clientId: id }: Application) => clientId === undefined || id === clientId;
  const [found] = tenant.applications
    .filter(own)
    .flatMap((application) => findRedirectUri(application, wanted) ?? []);
  if (found === undefined) return undefined;
  const url = new URL(found.address);
  const state = asked.get('state');
  if (state !== undefined) url.searchParams.set('state', state);
  return url.href;
}

/** Unverified: it can only narrow down which registered addresses count. */
function audienceOf(token: string): string | undefined {
  const claims = parseEncodedJson(token.split('.')[1]);
  const audience = isRecord(claims) ? claims.aud : undefined;
  return typeof audience === 'string' ? audience : undefined;
}

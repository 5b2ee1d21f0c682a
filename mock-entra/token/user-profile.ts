/**
 * The userinfo endpoint, which Entra keeps at Graph (ED-USERINFO): the person behind an access
 * token for Graph that has `openid`. It says less than the id token: clients are told to read that.
 */
import { HOSTS } from '../../protocol/hosts.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { type Exchange, NO_STORE, renderJson } from '../exchange.ts';
import { nameFor } from '../names.ts';
import { verifyBearer } from './bearer.ts';
import { pairwise } from './claims.ts';

const READABLE = { 'access-control-allow-origin': '*' };

export async function answerUserInfo(cloud: Cloud, exchange: Exchange): Promise<HttpResponse> {
  if (exchange.request.method === 'OPTIONS') return renderPermission();
  const verified = await verifyBearer(cloud, exchange);
  if (verified === undefined) return renderChallenge();
  const userId = verified.ok && verified.scopes.includes('openid') ? verified.userId : undefined;
  const user = cloud.users.byId(userId ?? '');
  if (!verified.ok || user === undefined) return renderChallenge('invalid_token');
  const { scopes, appId } = verified;
  return renderJson(
    {
      sub: pairwise(user.id, appId),
      ...(scopes.includes('profile') && {
        name: user.displayName,
        ...(user.surname !== undefined && { family_name: user.surname }),
        ...(user.givenName !== undefined && { given_name: user.givenName }),
        picture: `https://${nameFor(exchange, HOSTS.graph)}/v1.0/me/photo/$value`,
      }),
      ...(scopes.includes('email') && user.mail !== undefined && { email: user.mail }),
    },
    { ...NO_STORE, ...READABLE },
  );
}

/** RFC 6750 section 3; the body of Graph's own refusal is not known for this address. */
function renderChallenge(error?: 'invalid_token'): HttpResponse {
  const challenge = error === undefined ? 'Bearer' : `Bearer error="${error}"`;
  const headers = { ...NO_STORE, ...READABLE, 'www-authenticate': challenge };
  return { status: 401, headers, body: '' };
}

function renderPermission(): HttpResponse {
  const headers = {
    ...READABLE,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'authorization',
  };
  return { status: 200, headers, body: '' };
}

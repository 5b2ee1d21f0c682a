/**
 * Who is calling Graph, from the access token. Tokens of other audiences or tenants open nothing.
 */
import type { Cloud } from '../cloud.ts';
import type { GraphRefusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { verifyBearer } from '../token/bearer.ts';
import type { Principal } from './resource.ts';

export type Caller = { ok: true; principal: Principal } | { ok: false; refusal: GraphRefusal };

export async function judgeBearer(cloud: Cloud, exchange: Exchange): Promise<Caller> {
  const verified = await verifyBearer(cloud, exchange);
  if (verified === undefined) return denied('Access token is empty.');
  if (!verified.ok) return denied(verified.reason);
  const { userId, appId, scopes, roles } = verified;
  if (userId === undefined) {
    return { ok: true, principal: { kind: 'application', appId, roles } };
  }
  const directoryRoles = cloud.users.byId(userId)?.roles ?? [];
  return { ok: true, principal: { kind: 'user', appId, userId, scopes, directoryRoles } };
}

function denied(detail: string): Caller {
  return { ok: false, refusal: { code: 'InvalidAuthenticationToken', detail } };
}

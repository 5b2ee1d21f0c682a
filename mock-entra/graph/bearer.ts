/**
 * Who is calling Graph, from the access token. Tokens of other audiences or tenants open nothing.
 */
import type { Cloud } from '../cloud.ts';
import type { GraphRefusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { GRAPH } from '../tenant/resources.ts';
import type { Principal } from './resource.ts';

export type Caller = { ok: true; principal: Principal } | { ok: false; refusal: GraphRefusal };

export async function judgeBearer(cloud: Cloud, { request }: Exchange): Promise<Caller> {
  const [scheme, token, ...more] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token || more.length > 0) {
    return denied('Access token is empty.');
  }
  const verified = await cloud.signer.verify(token, {
    audience: GRAPH.audience,
    tenantId: cloud.tenant.id,
    nowMs: cloud.clock.nowMs(),
  });
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

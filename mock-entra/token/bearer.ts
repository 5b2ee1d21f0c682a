/** The access token for Graph that a request carries (RFC 6750): Graph's resources and userinfo. */
import type { Cloud } from '../cloud.ts';
import type { Exchange } from '../exchange.ts';
import { GRAPH } from '../tenant/resources.ts';
import type { VerifiedToken } from './token-signer.ts';

/** Undefined if there is none. */
export async function verifyBearer(
  { signer, tenant, clock }: Pick<Cloud, 'signer' | 'tenant' | 'clock'>,
  { request }: Pick<Exchange, 'request'>,
): Promise<VerifiedToken | undefined> {
  const [scheme, token, ...more] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token || more.length > 0) return undefined;
  const expected = { audience: GRAPH.audience, tenantId: tenant.id, nowMs: clock.nowMs() };
  return signer.verify(token, expected);
}

/**
 * The application that a request comes from, and whether it may come to this authority. Which code
 * a request with two mistakes gets is decided by the order here: tenant, application, authority.
 */
import type { Cloud } from '../cloud.ts';
import type { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { missing } from '../parameters.ts';
import type { Application } from '../tenant/application.ts';
import { judgeTenantSegment, type TenantSegment } from '../tenant/tenant.ts';

export function segmentOf(
  { tenant }: Pick<Cloud, 'tenant'>,
  { params }: Pick<Exchange, 'params'>,
): TenantSegment {
  return judgeTenantSegment(tenant, params.tenant ?? '');
}

export function findClient(
  { tenant }: Pick<Cloud, 'tenant'>,
  { params }: Pick<Exchange, 'params'>,
  clientId: string | undefined,
): Application | Refusal {
  if (clientId === undefined) return missing('client_id');
  const wanted = clientId.toLowerCase();
  const application = tenant.applications.find((one) => one.clientId.toLowerCase() === wanted);
  if (application === undefined) return { code: 700016 };
  if (application.enabled === false) return { code: 7000112 };
  const segment = (params.tenant ?? '').toLowerCase();
  if (segment === 'consumers') return { code: 9002332 };
  const shared = segment === 'common' || segment === 'organizations';
  return shared && !application.multiTenant ? { code: 50194 } : application;
}

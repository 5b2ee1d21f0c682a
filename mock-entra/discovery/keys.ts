/** The public halves of the signing keys: the one in use, and those that were until lately. */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { type Exchange, renderJson } from '../exchange.ts';
import { judgeTenantSegment } from '../tenant/tenant.ts';
import { refuseTenant } from './configuration.ts';
import { CACHED } from './discovery-headers.ts';
import { keepAnswer } from './kept-answers.ts';

export async function answerKeys(cloud: Cloud, exchange: Exchange): Promise<HttpResponse> {
  const judged = judgeTenantSegment(cloud.tenant, exchange.params.tenant ?? '');
  if (judged === 'unknown') return refuseTenant(cloud, exchange);
  const tenant = judged === 'this' ? cloud.tenant.id : '{tenantid}';
  const issuer = `${exchange.origin}/${tenant}/v2.0`;
  const keys = await cloud.signer.publicKeys();
  return keepAnswer(cloud, `keys ${issuer} ${keys.map(({ kid }) => kid).join(' ')}`, () =>
    renderJson({ keys: keys.map((key) => ({ ...key, issuer })) }, CACHED),
  );
}

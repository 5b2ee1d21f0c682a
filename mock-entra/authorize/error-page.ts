/**
 * Refusals that only a person may read: nothing goes to an application. Also the address that
 * `error_uri` names, which explains one code.
 */
import { AADSTS, isAadstsCode } from '../../protocol/aadsts.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { type Refusal, renderAbsent } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { renderPage } from '../pages/render-page.ts';

export function renderErrorPage(
  cloud: Cloud,
  exchange: Exchange,
  { code, detail }: Refusal,
): HttpResponse {
  const { text } = AADSTS[code];
  return renderPage(cloud, exchange, {
    kind: 'error',
    code,
    text: detail === undefined ? text : `${text} ${detail}`,
    canary: '',
    tenantSegment: exchange.params.tenant ?? '',
  });
}

/** `GET /error?code=50126`. */
export function answerErrorCode(cloud: Cloud, exchange: Exchange): HttpResponse {
  const code = Number(exchange.url.searchParams.get('code'));
  if (!isAadstsCode(code)) return renderAbsent();
  return renderErrorPage(cloud, exchange, { code, detail: AADSTS[code].advice });
}

export function answerWrongPageVerb(cloud: Cloud, exchange: Exchange): HttpResponse {
  return renderErrorPage(cloud, exchange, { code: 900561 });
}

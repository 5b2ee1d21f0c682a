/**
 * The authorization endpoint: judge the request, start a flow, show where it stands. An application
 * whose user is signed in already gets its answer from here, without a page.
 */
import { LIMITS } from '../../protocol/limits.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import type { Exchange } from '../exchange.ts';
import { readParameters } from '../parameters.ts';
import { advance } from './advance.ts';
import { renderErrorPage } from './error-page.ts';
import { startFlow } from './flow.ts';
import { judgeRequest } from './judge-request.ts';
import { renderRefusedReply } from './reply.ts';
import { findSession } from './session.ts';

export async function answerAuthorize(cloud: Cloud, exchange: Exchange): Promise<HttpResponse> {
  // A flow keeps what was asked: strangers must not make that much.
  const { url, request } = exchange;
  if (url.search.length + request.body.length > LIMITS.authorizeCharsMax.value) {
    return renderErrorPage(cloud, exchange, { code: 90015 });
  }
  const asked = readParameters(exchange);
  if ('code' in asked) return renderErrorPage(cloud, exchange, asked);
  const judged = judgeRequest(cloud.tenant, exchange.params.tenant ?? '', asked);
  if ('refusal' in judged) {
    const { reply, refusal } = judged;
    return reply === undefined
      ? renderErrorPage(cloud, exchange, refusal)
      : renderRefusedReply(cloud, exchange, reply, refusal);
  }
  const flow = startFlow(cloud, judged.request, judged.purpose);
  return advance(cloud, { exchange, flow, session: findSession(cloud, exchange), cookies: [] });
}

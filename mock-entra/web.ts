/**
 * Web requests to and from the plain values of the ports, for callers in this process: `fetch`
 * style, and MSW. Never loaded in virtual mode, because reading a body settles in a turn of its
 * own.
 */
import { BODY_BYTES_MAX, TOO_LARGE } from '../runtime/body-limit.ts';
import type { Client, Handle, HttpResponse } from '../runtime/ports.ts';

/** Statuses that may have no body (Fetch, "null body status"). */
const WITHOUT_BODY = [204, 205, 304];

export async function answerWeb(
  handle: Handle,
  request: Request,
  client: Client,
): Promise<Response> {
  const body = Buffer.from(await request.arrayBuffer());
  if (body.length > BODY_BYTES_MAX) return renderWeb(request, TOO_LARGE);
  const { method, url } = request;
  const headers = Object.fromEntries(request.headers);
  return renderWeb(request, await handle({ method, url, headers, body: body.toString() }, client));
}

function renderWeb({ method }: Request, response: HttpResponse): Response {
  const { status, cookies = [] } = response;
  const headers = new Headers(response.headers);
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  const body = method === 'HEAD' || WITHOUT_BODY.includes(status) ? null : response.body;
  return new Response(body, { status, headers });
}

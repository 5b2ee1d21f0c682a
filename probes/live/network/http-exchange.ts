/**
 * One HTTP/1.1 request on a connection that is open already, and its answer, whole or not at all:
 * nothing is followed, nothing is tried again, and more than is asked for is not read.
 */
import { type IncomingMessage, request as sendRequest } from 'node:http';
import type { NetworkFailure } from '../../../protocol/network-failure.ts';
import { PROBE_USER_AGENT } from '../../../protocol/user-agent.ts';
import { failureOf } from '../../../runtime/live/failure.ts';
import { flatHeaders } from '../../../runtime/live/flat-headers.ts';
import type { HttpRequest, HttpResponse } from '../../../runtime/ports.ts';
import type { Way } from './open-way.ts';
import { type Patience, roundMs } from './patience.ts';

export async function exchangeHttp(
  way: Way,
  asked: HttpRequest,
  bytesMax: number,
  patience: Patience,
): Promise<HttpResponse | NetworkFailure> {
  const beganMs = performance.now();
  let answeredMs: number | undefined;
  const answer = send(way, asked, bytesMax, () => {
    answeredMs = performance.now();
  });
  const result = await patience.before(answer.catch(failureOf));
  const endMs = performance.now();
  patience.phaseMs.processing = roundMs((answeredMs ?? endMs) - beganMs);
  if (answeredMs !== undefined) patience.phaseMs.transfer = roundMs(endMs - answeredMs);
  return way.isForwarded && typeof result !== 'string' ? readForwarded(result) : result;
}

/** What the proxy says of itself is no answer of the host. */
function readForwarded(answer: HttpResponse): HttpResponse | NetworkFailure {
  if (answer.status === 407) return 'proxy-authentication-required';
  return [502, 503, 504].includes(answer.status) ? 'proxy-refused' : answer;
}

function send(
  { socket, isForwarded }: Way,
  { method, url, headers, body }: HttpRequest,
  bytesMax: number,
  answered: () => void,
): Promise<HttpResponse | NetworkFailure> {
  const { hostname, port, pathname, search, protocol } = new URL(url);
  const usualPort = protocol === 'https:' ? 443 : 80;
  return new Promise((resolve, reject) => {
    const request = sendRequest({
      ...{
        method,
        host: hostname,
        path: isForwarded ? url : `${pathname}${search}`,
        defaultPort: usualPort,
      },
      ...{ port: port === '' ? usualPort : Number(port), createConnection: () => socket },
      headers: {
        'user-agent': PROBE_USER_AGENT,
        ...(body !== '' && { 'content-length': Buffer.byteLength(body) }),
        ...headers,
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      answered();
      readAnswer(response, bytesMax).then(resolve, reject);
    });
    request.end(body === '' ? undefined : body);
  });
}

function readAnswer(
  response: IncomingMessage,
  bytesMax: number,
): Promise<HttpResponse | NetworkFailure> {
  const { statusCode: status = 0, headers } = response;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) return void chunks.push(chunk);
      response.destroy();
      resolve('malformed-answer');
    });
    response.on('error', reject);
    response.on('end', () => {
      const cookies = headers['set-cookie'];
      const body = Buffer.concat(chunks).toString();
      resolve({ status, headers: flatHeaders(headers), ...(cookies && { cookies }), body });
    });
  });
}

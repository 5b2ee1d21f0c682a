/**
 * The lab proves to whoever brings load that it is a lab: it signs a challenge with the key of its
 * CA. Only under the names and ports it answers at, so that nobody can pass a proof on as their
 * own.
 */
import { type LabProof, PROOF_PATH, proofText } from '../../protocol/lab-proof.ts';
import type { HttpRequest, HttpResponse, Service } from '../../runtime/ports.ts';

export interface Prover {
  /** Names of the listener, in lower case. */
  names: readonly string[];
  /** Ports at which it answers now. */
  ports(): readonly number[];
  /** RS256 with the key of the lab's CA. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** 32 bytes: the last of 43 characters holds two bits only, but nobody counts them. */
const NONCE = /^[A-Za-z0-9_-]{43}$/;
const HTTPS_PORT = 443;

/** The service with the proof in front of it. */
export function provable(service: Service, prover: Prover): Service {
  const { handle } = service;
  if (handle === undefined) return service;
  return {
    ...service,
    handle: (request, client) =>
      isAsked(request.url) ? answerProof(request, prover) : handle(request, client),
  };
}

/** Every sign-in passes here: no URL is parsed for it. */
function isAsked(url: string): boolean {
  const path = url.indexOf('/', 'https://'.length);
  return url.startsWith(PROOF_PATH, path);
}

export async function answerProof(
  { method, url, headers }: HttpRequest,
  { names, ports, sign }: Prover,
): Promise<HttpResponse> {
  const { pathname, searchParams } = new URL(url);
  if (pathname !== PROOF_PATH) return say(404, 'There is nothing here.');
  if (method !== 'GET') return say(405, 'Expected GET.');
  const nonce = searchParams.get('nonce') ?? '';
  if (!NONCE.test(nonce)) return say(400, 'Expected nonce=, 32 bytes as base64url.');
  const authority = (headers.host ?? '').toLowerCase();
  const [name = '', port = HTTPS_PORT] = authority.split(':');
  if (!names.includes(name) || !ports().includes(Number(port))) {
    return say(421, 'The lab proves itself under its own names and ports only.');
  }
  const signature = await sign(new TextEncoder().encode(proofText(nonce, authority)));
  const proof: LabProof = {
    ...{ nonce, authority },
    signature: Buffer.from(signature).toString('base64url'),
  };
  return say(200, JSON.stringify(proof), 'application/json');
}

function say(status: number, body: string, type = 'text/plain; charset=utf-8'): HttpResponse {
  return { status, headers: { 'content-type': type, 'cache-control': 'no-store' }, body };
}

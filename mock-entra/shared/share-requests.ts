/**
 * A request at one of several replicas: what it rests on is fetched first, and what it wrote is in
 * the store before the answer leaves. While the store is out of reach, whatever needs it is
 * answered as for a moment (90033, 503): a replica that goes on alone would tell half the truth.
 */
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Client, Handle, HttpRequest, HttpResponse, Service } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { renderAadsts, renderRefusal } from '../errors.ts';
import { createExchange } from '../exchange.ts';
import { recordsBehind, recordsNamed } from './named-records.ts';
import type { Sharing } from './sharing.ts';

/** @see Sharing: everything that may reject rejects with it. */
export const STORE_UNREACHABLE = 'STORE_UNREACHABLE';

/** Without sharing the handler itself. */
export function shareRequests(cloud: Cloud, handle: Handle): Handle {
  const { sharing } = cloud;
  if (sharing === undefined) return handle;
  return async (request, client) => {
    if (isTheSameForAll(request)) return handle(request, client);
    return orOutOfReach(
      () => handleShared(cloud, sharing, handle, request, client),
      () => renderOutOfReach(cloud, request, client),
      sharing,
    );
  };
}

type Accept = NonNullable<Service['accept']>;

/** An agent that registered elsewhere a moment ago is known here when it comes. */
export function shareUpgrades(cloud: Cloud, accept: Accept): Accept {
  const { sharing } = cloud;
  if (sharing === undefined) return accept;
  return (request, client) =>
    orOutOfReach(
      async () => {
        await refreshCaller(sharing, client);
        return accept(request, client);
      },
      () => ({ refuse: renderRefusal(503, NOT_AVAILABLE) }),
      sharing,
    );
}

const NOT_AVAILABLE = 'The service is not available.';

async function handleShared(
  cloud: Cloud,
  sharing: Sharing,
  handle: Handle,
  request: HttpRequest,
  client: Client,
): Promise<HttpResponse> {
  await refreshCaller(sharing, client);
  const named = recordsNamed(cloud, request);
  if (named.length > 0) await sharing.refresh(named);
  const behind = recordsBehind(cloud, named);
  if (behind.length > 0) await sharing.refresh(behind);
  const response = await handle(request, client);
  await sharing.settled();
  const wrong = sharing.trouble();
  // Written to nobody but this replica: it is sent again later, and may not be promised now.
  if (wrong !== undefined) throw new LabError(STORE_UNREACHABLE, wrong);
  return response;
}

async function refreshCaller(sharing: Sharing, { certificate }: Client): Promise<void> {
  const { agentId, thumbprint } = certificate ?? {};
  if (agentId !== undefined && thumbprint !== undefined) {
    await sharing.refreshAgent(agentId, thumbprint);
  }
}

async function orOutOfReach<T>(
  work: () => Promise<T>,
  outOfReach: () => T,
  sharing: Sharing,
): Promise<T> {
  if (sharing.trouble() !== undefined) return outOfReach();
  try {
    return await work();
  } catch (error) {
    if (error instanceof LabError && error.code === STORE_UNREACHABLE) return outOfReach();
    throw error;
  }
}

/** Documents and keys: nothing in them changes with the state. */
function isTheSameForAll({ method, url }: HttpRequest): boolean {
  return method === 'GET' && /\/(\.well-known|discovery)\//.test(url);
}

const SIGN_IN_NAMES = [labHost(HOSTS.signIn), 'localhost'];

/** Agents read a short text. @see protocol/aadsts-request.ts: 90033 is meant to be tried again. */
function renderOutOfReach(cloud: Cloud, request: HttpRequest, client: Client): HttpResponse {
  const url = new URL(request.url);
  if (!SIGN_IN_NAMES.includes(url.hostname)) return renderRefusal(503, NOT_AVAILABLE);
  const { origin } = url;
  const exchange = createExchange(cloud, request, client, { url, origin, params: {} });
  return renderAadsts(cloud, exchange, { code: 90033 });
}

/**
 * Microsoft Graph, as much of it as shows agents and sign-ins (fact sheet 5.1, 5.2). Any user's
 * token for Graph will do: roles and licences are not emulated. `$filter` is refused rather than
 * ignored.
 */
import { LIMITS } from '../../protocol/limits.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Agent } from '../agents/agent-registry.ts';
import type { Cloud } from '../cloud.ts';
import { type GraphRefusal, renderGraphError } from '../errors.ts';
import { type Answer, type Exchange, NO_STORE, renderJson } from '../exchange.ts';
import type { SignInRow } from '../sign-in/sign-in-log.ts';
import { GRAPH } from '../tenant/resources.ts';
import { renderBetaSignIn, renderSignIn } from './graph-sign-in.ts';

type Listing = (
  cloud: Cloud,
  exchange: Exchange,
) => Readonly<Record<string, unknown>> | GraphRefusal;

/** A list that only bearers of a token for Graph get. */
function forBearers(list: Listing): Answer {
  return async (cloud, exchange): Promise<HttpResponse> => {
    const refused = (await judgeBearer(cloud, exchange)) ?? judgeOptions(exchange);
    if (refused !== undefined) return renderGraphError(cloud, exchange, refused);
    const listed = list(cloud, exchange);
    if (isRefusal(listed)) return renderGraphError(cloud, exchange, listed);
    const { origin, url, traceId } = exchange;
    const context = `${origin}/${url.pathname.split('/')[1]}/$metadata#${url.pathname.slice(1)}`;
    const headers = { ...NO_STORE, 'request-id': traceId };
    return renderJson({ '@odata.context': context, ...listed }, headers);
  };
}

async function judgeBearer(cloud: Cloud, { request }: Exchange): Promise<GraphRefusal | undefined> {
  const denied = { status: 401, code: 'InvalidAuthenticationToken' } as const;
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token) {
    return { ...denied, message: 'Access token is empty.' };
  }
  const verified = await cloud.signer.verify(token, {
    audience: GRAPH.audience,
    tenantId: cloud.tenant.id,
    nowMs: cloud.clock.nowMs(),
  });
  return verified.ok ? undefined : { ...denied, message: verified.reason };
}

const OPTIONS = ['$top', '$skiptoken', '$expand'];

function judgeOptions({ url }: Exchange): GraphRefusal | undefined {
  const unknown = [...url.searchParams.keys()].some((name) => !OPTIONS.includes(name));
  return unknown ? badOption(`Only ${OPTIONS.join(', ')} are emulated here.`) : undefined;
}

function badOption(message: string): GraphRefusal {
  return { status: 400, code: 'BadRequest', message };
}

function isRefusal(listed: object): listed is GraphRefusal {
  return 'status' in listed && 'code' in listed;
}

export const answerAgents = forBearers(({ registry }) => ({
  value: registry.listed().map(renderAgent),
}));

export const answerAgentGroups = forBearers((cloud, { url }) => ({
  value: [
    {
      id: cloud.agentGroupId,
      displayName: 'Default Group',
      publishingType: 'authentication',
      isDefault: true,
      ...(url.searchParams.get('$expand') === 'agents' && {
        agents: cloud.registry.listed().map(renderAgent),
      }),
    },
  ],
}));

/**
 * The resource page writes the status in lower case, its example does not (GR); lower case is used.
 */
function renderAgent({ id, machineName, externalIp, status }: Agent) {
  return {
    id,
    machineName,
    externalIp,
    status: status.toLowerCase(),
    supportedPublishingTypes: ['authentication'],
  };
}

export const answerSignIns = forBearers((cloud, exchange) =>
  listSignIns(cloud, exchange, renderSignIn),
);

export const answerBetaSignIns = forBearers((cloud, exchange) =>
  listSignIns(cloud, exchange, renderBetaSignIn),
);

/** GR signin-list: default and largest page. */
const PAGE_MAX = LIMITS.graphPageMax.value;

function listSignIns(
  { log }: Cloud,
  { origin, url }: Exchange,
  render: (row: SignInRow) => object,
): ReturnType<Listing> {
  const top = numberOf(url.searchParams.get('$top') ?? String(PAGE_MAX));
  const skip = url.searchParams.get('$skiptoken');
  const from = skip === null ? undefined : numberOf(skip);
  if (top === undefined || top < 1 || top > PAGE_MAX) {
    return badOption(`$top: expected 1 to ${PAGE_MAX}.`);
  }
  if (skip !== null && from === undefined) {
    return badOption('$skiptoken: expected one from a page before.');
  }
  const page = log.page(top, from);
  const next = `${origin}${url.pathname}?$top=${top}&$skiptoken=${page.next}`;
  return {
    ...(page.next !== undefined && { '@odata.nextLink': next }),
    value: page.rows.map(render),
  };
}

function numberOf(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * Reading Microsoft Graph as an administrator: a token, then one GET after the other. Whoever may
 * not read is told what to grant. The token leaves this file in no form, and goes to no other
 * address than the target's own Graph, whatever a page says where the next one is.
 */
import { CLOUDS } from '../../protocol/clouds.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { GraphProblem } from '../observations.ts';
import type { ProbeContext } from '../probe.ts';
import { type AdministratorAnswer, askForToken } from './administrator.ts';
import { failureText } from './failure-text.ts';
import { PROBE_HEADERS } from './headers.ts';
import { asObject, type JsonObject, parseJsonObject, textOf } from './json.ts';

export type GraphRead =
  | { ok: true; body: JsonObject; next: string | undefined }
  | { ok: false; problem: GraphProblem };

export interface Graph {
  /** `path` begins with the version; or what `next` of a page before said. */
  get(path: string, needs: string): Promise<GraphRead>;
}

export type OpenGraph = { ok: true; graph: Graph } | { ok: false; problem: GraphProblem };

/** The real resource name: the lab takes it too, wherever its Graph is reached. */
export async function openGraph(context: ProbeContext): Promise<OpenGraph> {
  const scope = `https://${CLOUDS[context.cloud].graph}/.default`;
  const answer = await askForToken(context, scope);
  if (answer.kind !== 'granted') return { ok: false, problem: tokenProblemOf(answer, context) };
  const { accessToken } = answer;
  return {
    ok: true,
    graph: { get: (path, needs) => readGraph(context, accessToken, path, needs) },
  };
}

function tokenProblemOf(
  answer: Exclude<AdministratorAnswer, { kind: 'granted' }>,
  { administrator }: Pick<ProbeContext, 'administrator'>,
): GraphProblem {
  switch (answer.kind) {
    case 'nobody':
      return {
        kind: 'no-token',
        text: 'nobody may read Graph here: name an administrator for this target',
      };
    case 'unreachable':
      return {
        kind: 'unreachable',
        text: `no token for Graph: ${failureText(answer.failure, answer.at)}`,
      };
    case 'refused': {
      const byToken = administrator !== undefined && 'refreshToken' in administrator;
      const again = byToken ? ' Sign in once more and store a new one.' : '';
      const text = `no token for Graph: AADSTS${answer.code}: ${answer.text}${again}`;
      return { kind: 'no-token', text };
    }
    case 'nonsense':
      return { kind: 'nonsense', text: `no token for Graph: ${answer.text}` };
  }
}

async function readGraph(
  context: ProbeContext,
  token: string,
  path: string,
  needs: string,
): Promise<GraphRead> {
  const outcome = await context.network.request(
    {
      method: 'GET',
      url: `${context.graph}${path}`,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...PROBE_HEADERS,
      },
      body: '',
    },
    { from: context.from, timeoutMs: context.timeoutMs },
  );
  if (!outcome.ok) {
    return bad('unreachable', `Graph: ${failureText(outcome.failure, outcome.at)}`);
  }
  const { value } = outcome;
  if (value.status !== 200) return { ok: false, problem: statusProblem(value, needs) };
  const body = parseJsonObject(value.body);
  if (body === undefined) return bad('nonsense', 'Graph: expected JSON');
  return { ok: true, body, next: nextPath(context.graph, textOf(body, '@odata.nextLink')) };
}

function bad(kind: GraphProblem['kind'], text: string): GraphRead {
  return { ok: false, problem: { kind, text } };
}

const NO_LICENCE = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';

function statusProblem({ status, headers, body }: HttpResponse, needs: string): GraphProblem {
  const code = textOf(asObject(parseJsonObject(body)?.error) ?? {}, 'code');
  const said = `Graph: ${status}${code === undefined ? '' : ` ${code}`}`;
  if (code === NO_LICENCE) {
    return { kind: 'no-right', text: `${said}: the tenant needs a P1 or P2 licence for this` };
  }
  if (status === 401 || status === 403) {
    return { kind: 'no-right', text: `${said}: grant ${needs} to the administrator and the app` };
  }
  if (status === 429) {
    const after = headers['retry-after'];
    const wait = after === undefined ? 'it does not say for how long' : `for ${after} s`;
    return { kind: 'throttled', text: `${said}: asked too often, wait (${wait})` };
  }
  const text = `Graph: expected status 200, got ${said.slice('Graph: '.length)}`;
  // It calls the question wrong, or the tenant has no such list: no outage of Graph.
  const isOurs = status >= 400 && status < 500;
  return { kind: isOurs ? 'no-right' : 'nonsense', text };
}

/** Undefined also for a page elsewhere: the token is not for that place. */
function nextPath(graph: string, link: string | undefined): string | undefined {
  return link?.startsWith(`${graph}/`) ? link.slice(graph.length) : undefined;
}

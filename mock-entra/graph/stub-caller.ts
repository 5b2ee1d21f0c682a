/**
 * Callers of Graph for tests: tokens with just the permissions a test is about, signed by the
 * cloud itself, so that no test of Graph rests on consent or on the token endpoint.
 */
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { CLIENT_ID, call, TENANT_ID, type World } from '../stub-world.ts';

export const GRAPH = `https://${labHost(HOSTS.graph)}`;
export const ADA = '11111111-1111-4111-8111-111111111111';
export const NOAH_ID = '33333333-3333-4333-8333-333333333333';

const APPLICATION_OBJECT = '99999999-9999-4999-8999-999999999999';

/** `changes` replace claims of an ordinary token for Graph. */
function sign(world: World, changes: Record<string, unknown>): Promise<string> {
  const nowSeconds = Math.floor(world.clock.nowMs() / 1000);
  return world.entra.cloud.signer.sign({
    ...{ aud: GRAPH, tid: TENANT_ID, appid: CLIENT_ID, nbf: nowSeconds, exp: nowSeconds + 3600 },
    iss: `https://sts.windows.net.lab.localhost/${TENANT_ID}/`,
    ...changes,
  });
}

export function asUser(
  world: World,
  scopes: string,
  { userId = ADA, ...claims }: { userId?: string } & Record<string, unknown> = {},
): Promise<string> {
  return sign(world, { oid: userId, sub: `pairwise-${userId}`, scp: scopes, ...claims });
}

export function asApplication(world: World, ...roles: string[]): Promise<string> {
  return sign(world, { oid: APPLICATION_OBJECT, sub: APPLICATION_OBJECT, roles });
}

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export async function ask(
  world: World,
  token: string,
  path: string,
  { method = 'GET', headers = {}, body = '' }: Asked = {},
) {
  const url = path.startsWith('https:') ? path : `${GRAPH}${path}`;
  const authorization = `Bearer ${token}`;
  const reply = await call(world, method, url, { body, headers: { authorization, ...headers } });
  const isJson = reply.headers['content-type']?.startsWith('application/json');
  return {
    status: reply.status,
    headers: reply.headers,
    body: isJson ? JSON.parse(reply.body) : reply.body,
  };
}

/** `200`, or the status and Graph's code. */
export function outcomeOf({ status, body }: { status: number; body: unknown }): string | number {
  const { error } = Object(body);
  return error === undefined ? status : `${status} ${error.code}`;
}

export const EVENTUAL = { headers: { consistencylevel: 'eventual' } };

/**
 * For tests of probes: a network that answers from a table, `METHOD path` → answer. Tokens are made
 * by an independent library, because a probe must not be tried on what our own mock writes.
 */
import { createPublicKey, verify } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { HttpRequest, HttpResponse, Outcome } from '../runtime/ports.ts';
import { Secret } from '../runtime/secret.ts';
import type { ProbeContext } from './probe.ts';

export const AUTHORITY = 'https://login.test/t-1';
export const GRAPH = 'https://graph.test';
export const NOW_MS = Date.UTC(2026, 10, 2, 8);
export const PASSWORD = 'Canary-passw0rd';

export type Answer = Outcome<HttpResponse> | { status: number; json: unknown };

export interface StubCloud {
  context: ProbeContext;
  asked: HttpRequest[];
}

export function createStubCloud(answers: Readonly<Record<string, Answer>>): StubCloud {
  const asked: HttpRequest[] = [];
  const request = async (one: HttpRequest): Promise<Outcome<HttpResponse>> => {
    asked.push(one);
    const { host, pathname } = new URL(one.url);
    const answer = answers[`${one.method} ${host}${pathname}`];
    if (answer === undefined) throw new Error(`nobody expects ${one.method} ${one.url}`);
    if ('ok' in answer) return answer;
    const body = typeof answer.json === 'string' ? answer.json : JSON.stringify(answer.json);
    return {
      ok: true,
      phaseMs: { exchange: 5 },
      value: { status: answer.status, headers: {}, body },
    };
  };
  const context: ProbeContext = {
    network: {
      ...{ request, examine: nobodyAsks, bind: nobodyAsks },
      ...{ resolveService: nobodyAsks, rootDse: nobodyAsks },
    },
    clock: { nowMs: () => NOW_MS, sleep: async () => {} },
    cloud: 'public',
    crypto: { verify: verifyRs256 },
    from: { component: 'prober', site: 'internet', trust: [] },
    ...{ authority: AUTHORITY, graph: GRAPH, tenantId: 't-1', clientId: 'app-1' },
    ...{ correlationId: 'corr-1', timeoutMs: 1_000 },
    account: { userName: 'u@contoso.example', password: new Secret(PASSWORD) },
    administrator: { userName: 'admin@contoso.example', password: new Secret(PASSWORD) },
  };
  return { context, asked };
}

const nobodyAsks = (): Promise<never> => Promise.reject(new Error('nobody expects this'));

async function verifyRs256(spki: Uint8Array, bytes: Uint8Array, signature: Uint8Array) {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  return verify('RSA-SHA256', bytes, key, signature);
}

export const TOKEN = 'POST login.test/t-1/oauth2/v2.0/token';
const DISCOVERY = 'GET login.test/t-1/v2.0/.well-known/openid-configuration';
const KEYS = 'GET login.test/t-1/keys';
const ISSUER = `${AUTHORITY}/v2.0`;

export interface SignedCloud {
  /** What the cloud publishes about itself. */
  published: Readonly<Record<string, Answer>>;
  sign(claims: Record<string, unknown>, kid?: string): Promise<string>;
}

export async function createSignedCloud(): Promise<SignedCloud> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', use: 'sig' };
  const seconds = NOW_MS / 1000;
  const usual = {
    ...{ iss: ISSUER, aud: 'app-1', tid: 't-1', ver: '2.0' },
    ...{ iat: seconds, nbf: seconds, exp: seconds + 3599 },
  };
  return {
    published: {
      [DISCOVERY]: {
        status: 200,
        json: {
          ...{ issuer: ISSUER, jwks_uri: `${AUTHORITY}/keys` },
          cloud_instance_name: 'microsoftonline.com',
        },
      },
      [KEYS]: { status: 200, json: { keys: [jwk, { kid: 'odd', kty: 'EC' }] } },
    },
    sign: (claims, kid = 'key-1') =>
      new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(privateKey),
  };
}

export function refusal(code: number, text: string): Answer {
  return {
    status: 400,
    json: {
      error: 'invalid_grant',
      error_description: `AADSTS${code}: ${text} Trace ID: a Correlation ID: b Timestamp: c`,
      error_codes: [code],
      correlation_id: 'corr-1',
    },
  };
}

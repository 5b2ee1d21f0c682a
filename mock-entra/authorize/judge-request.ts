/**
 * Judges a request of the authorization endpoint before anybody is asked to sign in. Until the
 * redirect URI is known to be the application's, a refusal has no `reply`: it is shown on a page,
 * because nothing may be sent to an address that nobody registered.
 */
import { LIMITS } from '../../protocol/limits.ts';
import type { Refusal } from '../errors.ts';
import { type Form, missing } from '../parameters.ts';
import type { Application } from '../tenant/application.ts';
import { parseScope } from '../tenant/resources.ts';
import { judgeTenantSegment, type Tenant } from '../tenant/tenant.ts';
import { findClient } from '../token/find-client.ts';
import { judgeProofKey } from './judge-proof-key.ts';
import { findRedirectUri } from './redirect-uri.ts';
import type {
  ApplicationPurpose,
  Prompt,
  Reply,
  ResponseMode,
  ResponseType,
  SignInRequest,
} from './request.ts';

export interface RefusedRequest {
  refusal: Refusal;
  /** Absent: only a page may say so. */
  reply?: Reply;
}

export interface JudgedRequest {
  request: SignInRequest;
  purpose: ApplicationPurpose;
}

const RESPONSE_TYPES: Readonly<Record<string, ResponseType>> = {
  code: 'code',
  'code id_token': 'code id_token',
  'id_token code': 'code id_token',
  id_token: 'id_token',
};
const MODES: readonly ResponseMode[] = ['query', 'fragment', 'form_post'];
const PROMPTS: readonly Prompt[] = ['login', 'none', 'consent', 'select_account'];

export function judgeRequest(
  tenant: Tenant,
  tenantSegment: string,
  asked: Form,
): JudgedRequest | RefusedRequest {
  const application = judgeClient(tenant, tenantSegment, asked);
  if ('code' in application) return { refusal: application };
  const reply = judgeReply(application, asked);
  if ('code' in reply) return { refusal: reply };
  const refusal = judgeWishes(tenant, application, reply, asked);
  if (refusal !== undefined) return { refusal, reply };
  return {
    request: readWishes(application, tenantSegment, asked),
    purpose: readPurpose(reply, asked),
  };
}

/** Before the redirect URI, as Entra does: the authority is looked at first. */
function judgeClient(tenant: Tenant, tenantSegment: string, asked: Form): Application | Refusal {
  if (judgeTenantSegment(tenant, tenantSegment) === 'unknown') return { code: 90002 };
  return findClient({ tenant }, { params: { tenant: tenantSegment } }, asked.get('client_id'));
}

function judgeReply(application: Application, asked: Form): Reply | Refusal {
  const [first, ...others] = application.redirectUris;
  const only = others.length === 0 ? first?.uri : undefined;
  const redirectUri = asked.get('redirect_uri') ?? only;
  if (redirectUri === undefined) return { code: 900971 };
  const registered = findRedirectUri(application, redirectUri);
  if (registered === undefined) return { code: 50011 };
  const state = asked.get('state');
  return {
    redirectUri,
    ...registered,
    mode: responseMode(asked) ?? defaultMode(asked),
    ...(state !== undefined && { state }),
  };
}

function responseMode(asked: Form): ResponseMode | undefined {
  return MODES.find((mode) => mode === asked.get('response_mode'));
}

/** OAuth 2.0 Multiple Response Types: tokens never travel in a query by themselves. */
function defaultMode(asked: Form): ResponseMode {
  const types = (asked.get('response_type') ?? '').split(' ');
  return types.some((type) => type === 'id_token' || type === 'token') ? 'fragment' : 'query';
}

/** Each question finds one mistake; the order decides which of two is told. */
function judgeWishes(
  tenant: Tenant,
  application: Application,
  reply: Reply,
  asked: Form,
): Refusal | undefined {
  return (
    judgeUnsupported(asked) ??
    judgeResponse(application, asked) ??
    judgeScope(tenant, asked) ??
    judgePrompt(asked) ??
    judgeProofKey(reply.type, asked)
  );
}

function judgeUnsupported(asked: Form): Refusal | undefined {
  const name = ['request', 'request_uri'].find((object) => asked.get(object) !== undefined);
  if (name === undefined) return undefined;
  // OpenID Connect names the error; the code is the lab's choice.
  return { ...invalid(name), error: `${name}_not_supported` };
}

function judgeResponse(application: Application, asked: Form): Refusal | undefined {
  const wanted = asked.get('response_type');
  const mode = asked.get('response_mode');
  if (wanted === undefined) return missing('response_type');
  const type = responseType(wanted);
  if (type === undefined) return { code: 70005 };
  if (mode !== undefined && responseMode(asked) === undefined) return { code: 70007 };
  if (type === 'code') return undefined;
  if (!application.idTokenFromAuthorize) return { code: 700054 };
  if (mode === 'query') return { code: 70007, detail: "Parameter: 'response_mode'." };
  return asked.get('nonce') === undefined ? missing('nonce') : undefined;
}

function responseType(wanted: string): ResponseType | undefined {
  return Object.hasOwn(RESPONSE_TYPES, wanted) ? RESPONSE_TYPES[wanted] : undefined;
}

function judgeScope(tenant: Tenant, asked: Form): Refusal | undefined {
  const text = asked.get('scope');
  if (text === undefined) return missing('scope');
  const scope = parseScope(tenant, text);
  if ('code' in scope) return scope;
  const idToken = asked.get('response_type') !== 'code';
  return idToken && !scope.openId ? { code: 70005, detail: "Scope: 'openid'." } : undefined;
}

function judgePrompt(asked: Form): Refusal | undefined {
  const prompt = asked.get('prompt');
  const maxAge = asked.get('max_age');
  if (prompt !== undefined && readPrompt(asked) === undefined) return invalid('prompt');
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) return invalid('max_age');
  return undefined;
}

function readPrompt(asked: Form): Prompt | undefined {
  return PROMPTS.find((prompt) => prompt === asked.get('prompt'));
}

function readWishes({ clientId }: Application, tenantSegment: string, asked: Form): SignInRequest {
  const prompt = readPrompt(asked);
  const loginHint = asked.get('login_hint')?.trim().slice(0, LIMITS.userNameCharsMax.value);
  const sessionId = asked.get('sid');
  const domainHint = asked.get('domain_hint');
  const maxAge = asked.get('max_age');
  return {
    clientId,
    tenantSegment,
    scope: asked.get('scope') ?? '',
    ...(prompt !== undefined && { prompt }),
    ...(loginHint && { loginHint }),
    ...(sessionId !== undefined && { sessionId }),
    ...(domainHint !== undefined && { domainHint }),
    ...(maxAge !== undefined && { maxAgeMs: Number(maxAge) * 1000 }),
  };
}

function readPurpose(reply: Reply, asked: Form): ApplicationPurpose {
  const nonce = asked.get('nonce');
  const codeChallenge = asked.get('code_challenge');
  const plain = asked.get('code_challenge_method') !== 'S256';
  return {
    kind: 'application',
    reply,
    responseType: responseType(asked.get('response_type') ?? '') ?? 'code',
    clientInfo: asked.get('client_info') === '1',
    ...(nonce !== undefined && { nonce }),
    ...(codeChallenge !== undefined && {
      codeChallenge,
      codeChallengeMethod: plain ? 'plain' : 'S256',
    }),
  };
}

function invalid(parameter: string): Refusal {
  return { code: 90023, detail: `Parameter: '${parameter}'.` };
}

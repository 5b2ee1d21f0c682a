/**
 * OpenID configuration, v2.0 and v1. Every address in it names the authority the caller used;
 * `common` and `organizations` have a placeholder for the tenant in their issuer, as in Entra.
 */
import { CONSUMERS_TENANT_ID, HOSTS } from '../../protocol/hosts.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { renderAadsts } from '../errors.ts';
import { type Exchange, renderJson } from '../exchange.ts';
import { nameFor, originFor } from '../names.ts';
import { judgeTenantSegment } from '../tenant/tenant.ts';
import { CACHED } from './discovery-headers.ts';
import { keepAnswer } from './kept-answers.ts';

export function answerConfiguration(cloud: Cloud, exchange: Exchange): HttpResponse {
  const authority = readAuthority(cloud, exchange);
  if (authority === undefined) return refuseTenant(cloud, exchange);
  const kept = keepAnswer(cloud, `v2.0 ${cloud.signer.algorithm} ${authority.base}`, () =>
    renderV2(cloud, exchange, authority),
  );
  // What needs no credential and says what time the cloud has (RFC 9110, 6.6.1).
  const date = new Date(cloud.clock.nowMs()).toUTCString();
  return { ...kept, headers: { ...kept.headers, date } };
}

function renderV2(
  { signer }: Cloud,
  exchange: Exchange,
  { base, issuerTenant }: Authority,
): HttpResponse {
  return renderJson(
    {
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      kerberos_endpoint: `${base}/kerberos`,
      userinfo_endpoint: `${originFor(exchange, HOSTS.graph)}/oidc/userinfo`,
      ...supported(signer),
      ...describeCloud(exchange),
      issuer: `${exchange.origin}/${issuerTenant}/v2.0`,
    },
    CACHED,
  );
}

/**
 * What the receivers of v1 tokens read: issuer and keys. Its other endpoints are named, as in
 * Entra, but the lab has none of them (see `docs/parity.md`).
 */
export function answerConfigurationV1(cloud: Cloud, exchange: Exchange): HttpResponse {
  const authority = readAuthority(cloud, exchange);
  if (authority === undefined) return refuseTenant(cloud, exchange);
  return keepAnswer(cloud, `v1 ${cloud.signer.algorithm} ${authority.base}`, () =>
    renderV1(cloud, exchange, authority),
  );
}

function renderV1(
  { signer }: Cloud,
  exchange: Exchange,
  { base, issuerTenant }: Authority,
): HttpResponse {
  return renderJson(
    {
      token_endpoint: `${base}/oauth2/token`,
      jwks_uri: `${base}/discovery/keys`,
      authorization_endpoint: `${base}/oauth2/authorize`,
      end_session_endpoint: `${base}/oauth2/logout`,
      ...supported(signer),
      ...describeCloud(exchange),
      issuer: `https://${nameFor(exchange, 'sts.windows.net')}/${issuerTenant}/`,
    },
    CACHED,
  );
}

/** Follows from the origin and the tenant of `base`. */
interface Authority {
  /** Without a slash at the end. A domain is named by its tenant's id from here on. */
  base: string;
  issuerTenant: string;
}

function readAuthority({ tenant }: Cloud, { origin, params }: Exchange): Authority | undefined {
  const segment = (params.tenant ?? '').toLowerCase();
  const judged = judgeTenantSegment(tenant, segment);
  if (judged === 'unknown') return undefined;
  if (judged === 'this') return { base: `${origin}/${tenant.id}`, issuerTenant: tenant.id };
  // Personal accounts are one tenant, with a well-known id; nobody of the lab lives there.
  const issuerTenant = segment === 'consumers' ? CONSUMERS_TENANT_ID : '{tenantid}';
  return { base: `${origin}/${segment}`, issuerTenant };
}

export function refuseTenant(cloud: Cloud, exchange: Exchange): HttpResponse {
  return renderAadsts(cloud, exchange, { code: 90002, error: 'invalid_tenant' });
}

function describeCloud(exchange: Exchange) {
  const graph = new URL(originFor(exchange, HOSTS.graph)).host;
  return {
    tenant_region_scope: null,
    cloud_instance_name: nameFor(exchange, 'microsoftonline.com'),
    cloud_graph_host_name: nameFor(exchange, 'graph.windows.net'),
    msgraph_host: graph,
    rbac_url: `https://${nameFor(exchange, 'pas.windows.net')}`,
  };
}

/** Members and values: fact sheet 4.2 (AZSDKJS). */
const supported = ({ algorithm }: Cloud['signer']) => ({
  token_endpoint_auth_methods_supported: [
    'client_secret_post',
    'private_key_jwt',
    'client_secret_basic',
  ],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: [algorithm],
  response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
  scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  request_uri_parameter_supported: false,
  http_logout_supported: true,
  frontchannel_logout_supported: true,
  claims_supported: [
    ...['sub', 'iss', 'cloud_instance_name', 'cloud_instance_host_name', 'cloud_graph_host_name'],
    ...['msgraph_host', 'aud', 'exp', 'iat', 'auth_time', 'acr', 'nonce', 'preferred_username'],
    ...['name', 'tid', 'ver', 'at_hash', 'c_hash', 'email'],
  ],
});

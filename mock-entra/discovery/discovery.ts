/**
 * What clients ask before they sign in: OpenID configuration, signing keys, cloud instance, user
 * realm. Every URL in here names the authority the caller used. A PTA domain shows as Managed (fact
 * sheet 4.1).
 */
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { renderAadsts } from '../errors.ts';
import { type Exchange, renderJson } from '../exchange.ts';
import { domainOf, judgeTenantSegment } from '../tenant/tenant.ts';

/** Fact sheet 4.2. */
const CACHED = { 'cache-control': 'max-age=86400, private', 'access-control-allow-origin': '*' };
const CLOUD_INSTANCE = labHost(HOSTS.signIn);
const GRAPH_HOST = labHost(HOSTS.graph);

export function answerConfiguration(cloud: Cloud, exchange: Exchange): HttpResponse {
  const { origin, params } = exchange;
  const segment = params.tenant ?? '';
  const judged = judgeTenantSegment(cloud.tenant, segment);
  if (judged === 'unknown') {
    return renderAadsts(cloud, exchange, { code: 90002, error: 'invalid_tenant' });
  }
  // Entra answers shared authorities with this very placeholder.
  const issuerTenant = judged === 'this' ? cloud.tenant.id : '{tenantid}';
  const authority = `${origin}/${judged === 'this' ? cloud.tenant.id : segment}`;
  return renderJson(
    { ...endpoints(authority), ...SUPPORTED, issuer: `${origin}/${issuerTenant}/v2.0` },
    CACHED,
  );
}

function endpoints(authority: string) {
  return {
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${authority}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
    kerberos_endpoint: `${authority}/kerberos`,
    userinfo_endpoint: `https://${GRAPH_HOST}/oidc/userinfo`,
  };
}

/** Members and values: fact sheet 4.2 (AZSDKJS); some name what later issues add. */
const SUPPORTED = {
  token_endpoint_auth_methods_supported: [
    'client_secret_post',
    'private_key_jwt',
    'client_secret_basic',
  ],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
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
  tenant_region_scope: null,
  cloud_instance_name: CLOUD_INSTANCE,
  cloud_graph_host_name: GRAPH_HOST,
  msgraph_host: GRAPH_HOST,
  rbac_url: `https://${labHost('pas.windows.net')}`,
};

export function answerKeys(cloud: Cloud, exchange: Exchange): HttpResponse {
  if (judgeTenantSegment(cloud.tenant, exchange.params.tenant ?? '') === 'unknown') {
    return renderAadsts(cloud, exchange, { code: 90002, error: 'invalid_tenant' });
  }
  return renderJson({ keys: [cloud.signer.publicKey] }, CACHED);
}

export function answerInstance(cloud: Cloud, exchange: Exchange): HttpResponse {
  const { origin, url } = exchange;
  const asked = url.searchParams.get('authorization_endpoint') ?? '';
  const named = URL.canParse(asked) ? new URL(asked) : undefined;
  const aliases = [...new Set([CLOUD_INSTANCE, url.host])];
  if (named === undefined || !aliases.includes(named.host)) {
    return renderAadsts(cloud, exchange, { code: 50049, error: 'invalid_instance' });
  }
  const segment = named.pathname.split('/')[1] ?? '';
  return renderJson(
    {
      tenant_discovery_endpoint: `${origin}/${segment}/v2.0/.well-known/openid-configuration`,
      'api-version': url.searchParams.get('api-version') ?? '1.1',
      metadata: [{ preferred_network: url.host, preferred_cache: url.host, aliases }],
    },
    CACHED,
  );
}

export function answerUserRealm({ tenant }: Cloud, { params }: Exchange): HttpResponse {
  const domain = domainOf(params.userName ?? '');
  const managed = tenant.domains.includes(domain);
  return renderJson({
    ver: '1.0',
    account_type: managed ? 'Managed' : 'Unknown',
    ...(managed && { domain_name: domain }),
    cloud_instance_name: CLOUD_INSTANCE,
    cloud_audience_urn: 'urn:federation:MicrosoftOnline',
  });
}

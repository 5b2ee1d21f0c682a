/**
 * Who signs in a user of that name: this cloud, or a federation service? A PTA domain shows as
 * Managed everywhere, and whether the user exists shows nowhere (fact sheet 4.1).
 */
import { REALM_STATE } from '../../protocol/credential-type.ts';
import { FEDERATION_REALM } from '../../protocol/hosts.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { escapeMarkup } from '../../runtime/escape-markup.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { type Exchange, renderJson } from '../exchange.ts';
import { nameFor } from '../names.ts';
import { federatedUrl } from '../tenant/federation.ts';
import { type Domain, domainOf, findDomain, type Tenant } from '../tenant/tenant.ts';

export interface Realm {
  /** As typed, cut to what the sign-in page takes. */
  login: string;
  domain: Domain | undefined;
}

export function findRealm(tenant: Tenant, userName: string): Realm {
  const login = userName.trim().slice(0, LIMITS.userNameCharsMax.value);
  return { login, domain: findDomain(tenant, domainOf(login)) };
}

function accountTypeOf({ domain }: Realm): 'Managed' | 'Federated' | 'Unknown' {
  if (domain === undefined) return 'Unknown';
  return domain.kind === 'managed' ? 'Managed' : 'Federated';
}

/** The name is in the path, or in `user` as older clients send it. */
export function answerUserRealm({ tenant }: Cloud, exchange: Exchange): HttpResponse {
  const { searchParams } = exchange.url;
  const realm = findRealm(tenant, exchange.params.userName ?? searchParams.get('user') ?? '');
  const version = searchParams.get('api-version') ?? '1.0';
  const old = !version.startsWith('2.');
  return renderJson(old ? renderFirst(realm, exchange) : renderSecond(tenant, realm, exchange));
}

/** What MSAL asks for before a password grant. */
function renderFirst(realm: Realm, exchange: Exchange) {
  const { domain } = realm;
  return {
    ver: '1.0',
    account_type: accountTypeOf(realm),
    ...(domain && { domain_name: domain.name }),
    ...(domain?.kind === 'federated' && {
      federation_protocol: 'WSTrust',
      federation_metadata_url: domain.federation.metadataUrl,
      federation_active_auth_url: domain.federation.activeUrl,
    }),
    cloud_instance_name: nameFor(exchange, 'microsoftonline.com'),
    cloud_audience_urn: FEDERATION_REALM,
  };
}

function renderSecond(tenant: Tenant, realm: Realm, exchange: Exchange) {
  const { domain, login } = realm;
  return {
    NameSpaceType: accountTypeOf(realm),
    ...(domain?.kind === 'federated' && {
      federation_protocol: 'WSTrust',
      AuthURL: federatedUrl(domain.federation, login),
    }),
    Login: login,
    ...(domain && {
      DomainName: domain.name,
      FederationBrandName: brandOf(tenant, domain),
      TenantBrandingInfo: null,
    }),
    cloud_instance_name: nameFor(exchange, 'microsoftonline.com'),
  };
}

function brandOf(tenant: Tenant, domain: Domain): string {
  return domain.kind === 'federated' ? domain.federation.brand : tenant.displayName;
}

/** `GetUserRealm.srf`: JSON, or XML where `xml=1` asks for it. */
export function answerGetUserRealm({ tenant }: Cloud, exchange: Exchange): HttpResponse {
  const { searchParams } = exchange.url;
  const realm = findRealm(tenant, searchParams.get('login') ?? '');
  const members = renderRealm(tenant, realm, exchange);
  return searchParams.get('xml') === '1' ? renderAsXml(members) : renderJson(members);
}

function renderRealm(tenant: Tenant, realm: Realm, exchange: Exchange) {
  const { domain, login } = realm;
  const { state, userState } = REALM_STATE[domain?.kind ?? 'managed'];
  return {
    State: state,
    UserState: userState,
    Login: login,
    NameSpaceType: accountTypeOf(realm),
    ...(domain && { DomainName: domain.name }),
    ...(domain?.kind === 'federated' && {
      FederationGlobalVersion: -1,
      AuthURL: federatedUrl(domain.federation, login),
    }),
    ...(domain && {
      FederationBrandName: brandOf(tenant, domain),
      CloudInstanceName: nameFor(exchange, 'microsoftonline.com'),
      CloudInstanceIssuerUri: FEDERATION_REALM,
    }),
  };
}

function renderAsXml(members: Readonly<Record<string, string | number>>): HttpResponse {
  const inner = Object.entries(members).map(
    ([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`,
  );
  return {
    status: 200,
    headers: { 'content-type': 'text/xml; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: `<RealmInfo Success="true">${inner.join('')}</RealmInfo>`,
  };
}

/** Control characters have no form in XML at all. */
function escapeXml(text: string): string {
  const allowed = text
    .toWellFormed()
    .replaceAll(/[^\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
  return escapeMarkup(allowed);
}

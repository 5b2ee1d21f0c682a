/**
 * Well-meant requests to start from, at least one per door: fuzzing that never gets past "a
 * parameter is missing" finds nothing. Codes and tokens among them are real ones.
 */
import { clientOf, enrol } from '../../mock-entra/agents/stub-agent.ts';
import { agentSurfaces, publicSurfaces } from '../../mock-entra/routes.ts';
import {
  askToken,
  CLIENT_ID,
  call,
  NOAH,
  SIGN_IN,
  TENANT_ID,
  tokenFor,
  type World,
} from '../../mock-entra/stub-world.ts';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { RESPONSE_HEADER } from '../../protocol/messages.ts';
import type { Client } from '../../runtime/ports.ts';
import { CLIENT_SECRET, FEDERATED, FORM, GRAPH, REGISTERED, SPA_ID, WEB_ID } from './fuzz-world.ts';
import { walkPages } from './walk-pages.ts';

export interface Base {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Sent as a form. */
  form?: readonly (readonly [string, string])[];
  /** Sent as it is. */
  body?: string;
  /** Default: a person. */
  client?: Client;
}

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

export async function collectBases(world: World): Promise<readonly Base[]> {
  const graphToken = await tokenFor(world, 'AuditLog.Read.All User.Read.All Directory.Read.All');
  const { forms, codes } = await walkPages(world, AUTHORIZATIONS[0] ?? '');
  const redeemable = await collectRedeemable(world, codes);
  const rich = [
    ...tokenRequests(redeemable),
    ...signInRequests(redeemable),
    ...graphRequests(graphToken),
    ...(await agentRequests(world)),
    ...forms,
  ];
  // Drawn at random: bare routes are many and lead nowhere, so the others weigh more.
  return [...routeRequests(graphToken), ...rich, ...rich, ...rich];
}

/** Every route of every surface, with nothing asked. */
function routeRequests(token: string): Base[] {
  const headers = { authorization: `Bearer ${token}` };
  return [...publicSurfaces(TENANT_ID), ...agentSurfaces(TENANT_ID)].flatMap(([host, routes]) =>
    routes.map(([method, path]): Base => {
      const filled = path.replace(':tenant', TENANT_ID).replaceAll(/:\w+/g, 'x').replace('*', 'x');
      const asked = method === 'ALL' ? 'GET' : method;
      return { method: asked, url: `https://${host}${filled}`, headers };
    }),
  );
}

interface Redeemable {
  codes: readonly string[];
  refreshToken: string;
  deviceCode: string;
  userCode: string;
}

async function collectRedeemable(world: World, codes: Redeemable['codes']): Promise<Redeemable> {
  const scope = 'openid offline_access User.Read';
  const granted = JSON.parse((await askToken(world, { ...NOAH, scope })).body);
  const device = await call(world, 'POST', `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/devicecode`, {
    headers: FORM,
    body: new URLSearchParams({ client_id: CLIENT_ID, scope: 'openid' }).toString(),
  });
  const { device_code: deviceCode, user_code: userCode } = JSON.parse(device.body);
  return { codes, refreshToken: granted.refresh_token, deviceCode, userCode };
}

async function agentRequests(world: World): Promise<Base[]> {
  const agent = await enrol(world, 'agt-1');
  const client = clientOf(agent);
  const post = (host: string, path: string, body: string, headers = {}): Base => {
    return { method: 'POST', url: `https://${labHost(host)}${path}`, headers, body, client };
  };
  const named = `<ConnectorId>${agent.id}</ConnectorId><SubscriptionId>${TENANT_ID}</SubscriptionId>`;
  const claims = Buffer.from('[{"ClaimType":"x","Resource":true,"Right":"y"}]').toString('base64');
  return [
    post(
      ...([HOSTS.registration(TENANT_ID), '/register/RegisterConnector'] as const),
      `<RegistrationRequest><Base64Csr>AAAA</Base64Csr><TenantId>${TENANT_ID}</TenantId></RegistrationRequest>`,
    ),
    post(
      ...([HOSTS.bootstrap(TENANT_ID), '/ConnectorBootstrap'] as const),
      `<BootstrapRequest>${named}</BootstrapRequest>`,
    ),
    post(HOSTS.connector, '/subscriber/connection?requestId=none', '', {
      [RESPONSE_HEADER]: claims,
    }),
    post(
      ...([HOSTS.renewal, '/renewTrust/RenewTrustCertificate'] as const),
      '<TrustRenewalRequest><Base64Csr>AAAA</Base64Csr></TrustRenewalRequest>',
    ),
  ];
}

function tokenRequests({ codes, refreshToken, deviceCode }: Redeemable): Base[] {
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/token`;
  const grant = (...form: [string, string][]): Base => ({
    method: 'POST',
    url,
    headers: FORM,
    form,
  });
  const web: [string, string][] = [
    ['client_id', WEB_ID],
    ['client_secret', CLIENT_SECRET],
  ];
  return [
    grant(
      ['grant_type', 'password'],
      ['client_id', CLIENT_ID],
      ['scope', 'openid offline_access User.Read'],
      ['username', NOAH.username],
      ['password', NOAH.password],
      ['client_info', '1'],
    ),
    grant(['grant_type', 'client_credentials'], ...web, ['scope', `${GRAPH}/.default`]),
    grant(
      ...[['grant_type', 'authorization_code'] as [string, string], ...web],
      ['code', codes[0] ?? 'none'],
      ['redirect_uri', REGISTERED[0] ?? ''],
      ['code_verifier', 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'],
    ),
    grant(
      ['grant_type', 'refresh_token'],
      ['client_id', CLIENT_ID],
      ['refresh_token', refreshToken],
      ['scope', 'openid'],
    ),
    grant(
      ['grant_type', 'urn:ietf:params:oauth:grant-type:device_code'],
      ['client_id', CLIENT_ID],
      ['device_code', deviceCode],
    ),
    grant(
      ['grant_type', 'client_credentials'],
      ['client_id', WEB_ID],
      ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
      ['client_assertion', 'eyJhbGciOiJSUzI1NiJ9.e30.AAAA'],
      ['scope', `${GRAPH}/.default`],
    ),
  ];
}

function signInRequests({ userCode }: Redeemable): Base[] {
  const get = (url: string): Base => ({ method: 'GET', url, headers: {} });
  const post = (path: string, form: Base['form'] = []): Base => {
    return { method: 'POST', url: `${SIGN_IN}${path}`, headers: FORM, form };
  };
  return [
    ...AUTHORIZATIONS.map(get),
    get(`${SIGN_IN}/common/UserRealm/${NOAH.username}?api-version=1.0`),
    get(`${SIGN_IN}/common/userrealm/?user=${FEDERATED}&api-version=2.1`),
    get(`${SIGN_IN}/GetUserRealm.srf?login=${FEDERATED}&json=1`),
    get(
      `${SIGN_IN}/common/discovery/instance?api-version=1.1&authorization_endpoint=` +
        `${encodeURIComponent(`${SIGN_IN}/common/oauth2/v2.0/authorize`)}`,
    ),
    get(`${SIGN_IN}/organizations/v2.0/.well-known/openid-configuration`),
    get(`${SIGN_IN}/error?code=50126`),
    get(
      `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/logout?post_logout_redirect_uri=` +
        `${encodeURIComponent(REGISTERED[3] ?? '')}&client_id=${WEB_ID}`,
    ),
    get(`${SIGN_IN}/common/oauth2/deviceauth`),
    post('/common/oauth2/deviceauth', [['otc', userCode]]),
    post(`/${TENANT_ID}/oauth2/v2.0/devicecode`, [
      ['client_id', CLIENT_ID],
      ['scope', 'openid'],
    ]),
    {
      ...{ method: 'POST', url: `${SIGN_IN}/common/GetCredentialType?mkt=en-US` },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: NOAH.username, isOtherIdpSupported: true }),
    },
    ...['BeginAuth', 'EndAuth'].map((step) => ({
      ...{ method: 'POST', url: `${SIGN_IN}/common/SAS/${step}` },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ AuthMethodId: 'PhoneAppNotification', Ctx: '', FlowToken: 'none' }),
    })),
  ];
}

const AUTHORIZATIONS: readonly string[] = [
  { client_id: WEB_ID, redirect_uri: REGISTERED[0] ?? '', response_type: 'code' },
  {
    ...{ client_id: WEB_ID, redirect_uri: REGISTERED[0] ?? '', nonce: 'n-1' },
    ...{ response_type: 'code id_token', response_mode: 'form_post', prompt: 'none' },
  },
  {
    ...{ client_id: SPA_ID, redirect_uri: REGISTERED[1] ?? '', response_type: 'code' },
    ...{ response_mode: 'fragment', code_challenge: CHALLENGE, code_challenge_method: 'S256' },
    login_hint: NOAH.username,
  },
].map((query) => {
  const whole = new URLSearchParams({ ...query, scope: 'openid User.Read', state: 's-1' });
  return `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/authorize?${whole}`;
});

function graphRequests(token: string): Base[] {
  const headers = { authorization: `Bearer ${token}` };
  const get = (path: string): Base => ({ method: 'GET', url: `${GRAPH}${path}`, headers });
  return [
    get(`/v1.0/users?$filter=${encodeURIComponent("startsWith(displayName,'A')")}&$top=2`),
    get('/v1.0/users/noah@contoso.example?$select=id,displayName'),
    get('/v1.0/me'),
    get('/v1.0/organization'),
    get('/v1.0/domains/contoso.example'),
    get('/v1.0/applications?$count=true'),
    get(
      `/beta/auditLogs/signIns?$filter=${encodeURIComponent("status/errorCode eq 0 and userPrincipalName eq 'noah@contoso.example'")}`,
    ),
    get('/v1.0/auditLogs/signIns?$top=1&$skiptoken=1'),
    get('/beta/onPremisesPublishingProfiles/authentication/agentGroups?$expand=agents'),
    get('/v1.0/directory/onPremisesSynchronization'),
    get('/oidc/userinfo'),
    { method: 'POST', url: `${GRAPH}/v1.0/$batch`, headers, body: '{"requests":[]}' },
  ];
}

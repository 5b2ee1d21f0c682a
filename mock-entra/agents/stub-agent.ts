/**
 * Agents played by hand. Wire text is written and read by string here, not by the code under test,
 * so that both ends cannot be wrong together.
 */
import { HOSTS, labHost, REGISTRATION_AUDIENCE } from '../../protocol/hosts.ts';
import {
  CLAIM_AUTHENTICATION,
  CLAIM_FAILURE,
  CLAIM_NAME,
  CLAIM_RIGHT,
  RESPONSE_HEADER,
  SIGNALLING_PROTOCOL,
  type ValidationRequest,
} from '../../protocol/messages.ts';
import type { ChannelListener, Client, HttpResponse, KeyPair } from '../../runtime/ports.ts';
import { type Certificate, createSigningRequest, parseCertificate } from '../../runtime/x509.ts';
import { call, TENANT_ID, tokenFor, type World } from '../stub-world.ts';

export interface Registration {
  key: KeyPair;
  status: number;
  certificate?: Certificate;
  refused: string;
}

/** `change` replaces what a proper request would say. */
export async function register(
  world: World,
  name: string,
  change: { csr?: string; token?: string; tenantId?: string } = {},
): Promise<Registration> {
  const { key, csr } = await requestFor(world, name);
  const token = change.token ?? (await tokenFor(world, `${REGISTRATION_AUDIENCE}/.default`));
  const body =
    '<RegistrationRequest xmlns="urn:any" xmlns:i="urn:i">' +
    `<Base64Csr>${change.csr ?? csr}</Base64Csr><Base64Pkcs10Csr i:nil="true"/>` +
    `<AuthenticationToken>${token}</AuthenticationToken><MachineName>${name}</MachineName>` +
    '<FeatureString>PassthroughAuthentication</FeatureString>' +
    `<TenantId>${change.tenantId ?? TENANT_ID}</TenantId>` +
    '<UserAgent>PassthroughAuthenticationConnector/1.5.2482.0</UserAgent></RegistrationRequest>';
  const host = labHost(HOSTS.registration(TENANT_ID));
  const answer = await call(world, 'POST', `https://${host}/register/RegisterConnector`, { body });
  return { key, ...readResult(answer) };
}

async function requestFor({ crypto }: World, name: string): Promise<{ key: KeyPair; csr: string }> {
  const key = await crypto.generateKey(name);
  const csr = Buffer.from(await createSigningRequest(crypto, key)).toString('base64');
  return { key, csr };
}

function readResult({ status, body }: HttpResponse): Omit<Registration, 'key'> {
  const der = /<Certificate>(.+)<\/Certificate>/.exec(body)?.[1];
  const refused = /<ErrorMessage>(.*)<\/ErrorMessage>/.exec(body)?.[1] ?? '';
  const certificate = der && parseCertificate(Buffer.from(der, 'base64'));
  return certificate ? { status, certificate, refused } : { status, refused };
}

export interface TestAgent {
  id: string;
  name: string;
  key: KeyPair;
  /** What it presents; replace it to present another. */
  certificate: Certificate;
}

export async function enrol(world: World, name: string): Promise<TestAgent> {
  const { key, certificate, refused } = await register(world, name);
  if (!certificate?.agentId) throw new Error(`registration was refused: ${refused}`);
  return { id: certificate.agentId, name, key, certificate };
}

export function clientOf({ certificate }: Pick<TestAgent, 'certificate'>): Client {
  return { address: '198.51.100.1', certificate };
}

export function bootstrap(
  world: World,
  agent: TestAgent,
  client = clientOf(agent),
): Promise<HttpResponse> {
  const body =
    `<a:BootstrapRequest xmlns:a="urn:any"><a:ConnectorId>${agent.id}</a:ConnectorId>` +
    `<a:SubscriptionId>${TENANT_ID}</a:SubscriptionId></a:BootstrapRequest>`;
  const url = `https://${labHost(HOSTS.bootstrap(TENANT_ID))}/ConnectorBootstrap`;
  return call(world, 'POST', url, { body, client });
}

export async function renew(world: World, agent: TestAgent): Promise<Registration> {
  const { key, csr } = await requestFor(world, `${agent.name} next`);
  const body = `<TrustRenewalRequest><Base64Csr>${csr}</Base64Csr></TrustRenewalRequest>`;
  const url = `https://${labHost(HOSTS.renewal)}/renewTrust/RenewTrustCertificate`;
  const answer = await call(world, 'POST', url, { body, client: clientOf(agent) });
  return { key, ...readResult(answer) };
}

/** What the agent finds in its own value. */
export async function decrypt(
  { crypto }: World,
  agent: TestAgent,
  { EncryptedData }: ValidationRequest,
): Promise<string> {
  const keyId = `${agent.id}_${agent.certificate.thumbprint}`;
  const own = EncryptedData.find(({ KeyIdentifer }) => KeyIdentifer === keyId);
  const sealed = Buffer.from(own?.Base64EncryptedData ?? '', 'base64');
  const plain = await crypto.open(agent.key, sealed);
  return plain === 'undecryptable' ? plain : Buffer.from(plain).toString('utf8');
}

export function answer(
  world: World,
  agent: TestAgent,
  requestId: string | undefined,
  header: string,
): Promise<HttpResponse> {
  const url = `https://${labHost(HOSTS.connector)}/subscriber/connection?requestId=${requestId}`;
  const headers = { [RESPONSE_HEADER]: header };
  return call(world, 'POST', url, { headers, client: clientOf(agent) });
}

export interface TestChannel {
  frames: { type: string; sequence?: number; request?: ValidationRequest }[];
  closed: boolean;
  send(text: string): void;
  /** The agent's end goes away. */
  drop(): void;
  /** The requests notified so far. */
  requests(): ValidationRequest[];
}

/** Bootstraps and opens one connection at the first endpoint that the cloud named. */
export async function listen(world: World, agent: TestAgent): Promise<TestChannel> {
  return openChannel(world, await endpointFor(world, agent), clientOf(agent));
}

export async function endpointFor(world: World, agent: TestAgent): Promise<string> {
  return /<Url>([^<]+)<\/Url>/.exec((await bootstrap(world, agent)).body)?.[1] ?? '';
}

export async function openChannel(
  { served }: World,
  url: string,
  client: Client,
): Promise<TestChannel> {
  const headers = { 'sec-websocket-protocol': SIGNALLING_PROTOCOL };
  const request = { method: 'GET', url, headers, body: '' };
  const upgrade = await served.get(new URL(url).hostname)?.accept?.(request, client);
  if (!upgrade || 'refuse' in upgrade) {
    throw new Error(`upgrade refused: ${upgrade?.refuse.status} ${upgrade?.refuse.body}`);
  }
  const frames: TestChannel['frames'] = [];
  const channel: TestChannel = {
    frames,
    closed: false,
    send: (text) => listener.message(text),
    drop: () => listener.closed('reset'),
    requests: () => frames.flatMap(({ request }) => (request ? [request] : [])),
  };
  const listener: ChannelListener = upgrade.opened({
    send: (text) => frames.push(JSON.parse(text)),
    close() {
      channel.closed = true;
      listener.closed(undefined);
    },
  });
  return channel;
}

export function accepts(userPrincipalName: string): string {
  return encode(claim(CLAIM_AUTHENTICATION, true), claim(CLAIM_NAME, userPrincipalName));
}

export function refuses(reason: number | string): string {
  return encode(claim(CLAIM_AUTHENTICATION, false), claim(CLAIM_FAILURE, reason));
}

function claim(ClaimType: string, Resource: boolean | number | string): object {
  return { ClaimType, Resource, Right: CLAIM_RIGHT };
}

function encode(...claims: object[]): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64');
}

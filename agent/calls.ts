/**
 * The agent's calls, one function each: talk, and turn what came back into the event for the state
 * machine. Nothing here decides what happens next.
 */
import { HOSTS, labHost } from '../protocol/hosts.ts';
import { RESPONSE_HEADER } from '../protocol/messages.ts';
import { Secret } from '../runtime/secret.ts';
import { parseCertificate } from '../runtime/x509.ts';
import { AGENT_VERSION, type Link, readReply } from './link.ts';
import type { AgentEffect, AgentEvent, AgentIdentity } from './state.ts';
import {
  parseBootstrap,
  parseCertificateResult,
  parseSealedPassword,
  renderBootstrap,
  renderClaims,
  renderRegistration,
  renderRenewal,
  XML_HEADERS,
} from './wire.ts';

type Effect<T extends AgentEffect['type']> = Extract<AgentEffect, { type: T }>;

export async function register(link: Link): Promise<AgentIdentity | { refused: string }> {
  const { tenantId, machineName, registrationToken, timings } = link.options;
  const { key, Base64Csr } = await link.newSigningRequest();
  const body = renderRegistration({
    Base64Csr,
    AuthenticationToken: registrationToken.reveal(),
    FeatureString: 'PassthroughAuthentication',
    TenantId: tenantId,
    MachineName: machineName,
    UserAgent: `PassthroughAuthenticationConnector/${AGENT_VERSION}`,
  });
  const url = `https://${labHost(HOSTS.registration(tenantId))}/register/RegisterConnector`;
  const outcome = await link.post(url, XML_HEADERS, body, timings.registrationTimeoutMs);
  if (!outcome.ok) return { refused: `${outcome.failure} at ${outcome.at}` };
  const result = parseCertificateResult(outcome.value.body, 'RegistrationResult');
  if (!result?.IsSuccessful) {
    return { refused: result?.ErrorMessage || `HTTP ${outcome.value.status}` };
  }
  return link.adopt(key, parseCertificate(Buffer.from(result.Certificate, 'base64')));
}

export async function bootstrap(link: Link, effect: Effect<'bootstrap'>): Promise<AgentEvent> {
  const { tenantId, machineName, timings } = link.options;
  const body = renderBootstrap({
    ConnectorId: link.vantage.identity?.chain[0]?.agentId ?? '',
    SubscriptionId: tenantId,
    MachineName: machineName,
    AgentVersion: AGENT_VERSION,
    InitialBootstrap: effect.initial,
    ConsecutiveFailures: effect.consecutiveFailures,
    RequestId: `${machineName}-${link.nextNumber()}`,
  });
  const url = `https://${labHost(HOSTS.bootstrap(tenantId))}/ConnectorBootstrap`;
  const outcome = await link.post(url, XML_HEADERS, body, timings.bootstrapTimeoutMs);
  return { type: 'bootstrapped', result: readReply(outcome, parseBootstrap) };
}

export async function openPassword(
  link: Link,
  { validation, encrypted }: Effect<'open-password'>,
): Promise<AgentEvent> {
  const key = link.keyFor(encrypted.KeyIdentifer);
  const sealed = Buffer.from(encrypted.Base64EncryptedData, 'base64');
  const plain = key ? await link.options.crypto.open(key, sealed) : 'undecryptable';
  const text = plain === 'undecryptable' ? undefined : parseSealedPassword(plain);
  const password = text === undefined ? 'undecryptable' : new Secret(text);
  return { type: 'password-opened', validation, password };
}

export async function askDirectory(
  link: Link,
  { validation, password, controller }: Effect<'ask-directory'>,
): Promise<AgentEvent> {
  const { clock, network, controllers, timings } = link.options;
  const outcome = await network.bind(
    controllers[controller] ?? '',
    { userPrincipalName: validation.userPrincipalName, password },
    {
      from: link.vantage,
      timeoutMs: Math.max(1, validation.dueMs - clock.nowMs()),
      connectTimeoutMs: timings.controllerTimeoutMs,
    },
  );
  const result = outcome.ok ? outcome.value : { failure: outcome.failure, at: outcome.at };
  return { type: 'directory-answered', validation, password, controller, result };
}

export async function postAnswer(link: Link, effect: Effect<'post'>): Promise<AgentEvent> {
  const { validation, answer, attempt } = effect;
  const headers = {
    [RESPONSE_HEADER]: renderClaims(answer, validation.userPrincipalName),
    'x-cwap-transid': validation.transactionId,
    'x-cwap-connector-version': AGENT_VERSION,
    'x-cwap-response-total-attempts': String(attempt),
  };
  const url = `${effect.url}?requestId=${validation.requestId}`;
  const outcome = await link.post(url, headers, '', link.options.timings.responsePostTimeoutMs);
  const result = readReply(outcome, () => 'accepted' as const);
  return { type: 'posted', validation, answer, attempt, result };
}

export async function renew(link: Link, { url }: Effect<'renew'>): Promise<AgentEvent> {
  const { key, Base64Csr } = await link.newSigningRequest();
  const body = renderRenewal({ Base64Csr, ConnectorVersion: AGENT_VERSION });
  const { bootstrapTimeoutMs } = link.options.timings;
  const outcome = await link.post(url, XML_HEADERS, body, bootstrapTimeoutMs);
  const result = readReply(outcome, (xml) => {
    const reply = parseCertificateResult(xml, 'TrustRenewalResult');
    return reply?.IsSuccessful ? reply : undefined;
  });
  if ('failure' in result) return { type: 'renewed', result };
  const certificate = parseCertificate(Buffer.from(result.Certificate, 'base64'));
  return { type: 'renewed', result: link.adopt(key, certificate) };
}

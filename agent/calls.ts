/**
 * The agent's calls, one function each: talk, and turn what came back into the event for the state
 * machine. Nothing here decides what happens next.
 */
import { HOSTS, labHost } from '../protocol/hosts.ts';
import { RENEWAL_DEFERRED, RESPONSE_HEADER } from '../protocol/messages.ts';
import type { Call, Outcome } from '../runtime/ports.ts';
import { Secret } from '../runtime/secret.ts';
import { parseCertificate } from '../runtime/x509.ts';
import { type Link, readReply } from './link.ts';
import type { Revocation } from './revocation.ts';
import type { AgentEffect, AgentEvent } from './state.ts';
import {
  parseBootstrap,
  parseCertificateResult,
  parseSealedPassword,
  renderBootstrap,
  renderClaims,
  renderRenewal,
  XML_HEADERS,
} from './wire.ts';

type Effect<T extends AgentEffect['type']> = Extract<AgentEffect, { type: T }>;

export async function bootstrap(
  link: Link,
  revocation: Revocation,
  effect: Effect<'bootstrap'>,
): Promise<AgentEvent> {
  const { tenantId, timings, updaterStatus, crlPolicy, onTrouble } = link.options;
  const checked = revocation.check();
  if (crlPolicy !== 'refuse') checked.catch(onTrouble);
  else if (!(await checked)) return { type: 'bootstrapped', result: UNTRUSTED };
  const { agentId, machineName } = link.installation;
  const body = renderBootstrap({
    ConnectorId: agentId,
    SubscriptionId: tenantId,
    MachineName: machineName,
    AgentVersion: link.version,
    InitialBootstrap: effect.initial,
    ConsecutiveFailures: effect.consecutiveFailures,
    RequestId: `${machineName}-${link.nextNumber()}`,
    UpdaterStatus: updaterStatus?.() ?? 'Stopped',
  });
  const url = `https://${labHost(HOSTS.bootstrap(tenantId))}/ConnectorBootstrap`;
  const outcome = await link.post(url, XML_HEADERS, body, timings.bootstrapTimeoutMs);
  return { type: 'bootstrapped', result: readReply(outcome, parseBootstrap) };
}

const UNTRUSTED = { failure: 'certificate-untrusted', at: 'tls' } as const;

export async function openPassword(
  link: Link,
  { validation, encrypted }: Effect<'open-password'>,
): Promise<AgentEvent> {
  const lost = link.conditions.key;
  if (lost === 'gone') return { type: 'password-opened', validation, password: 'no-key' };
  const key = lost === 'another' ? undefined : link.keyFor(encrypted.KeyIdentifer);
  const sealed = Buffer.from(encrypted.Base64EncryptedData, 'base64');
  const plain = key ? await link.options.crypto.open(key, sealed) : 'undecryptable';
  const text = plain === 'undecryptable' ? undefined : parseSealedPassword(plain);
  const password = text === undefined ? 'undecryptable' : new Secret(text);
  return { type: 'password-opened', validation, password };
}

/**
 * A controller that no SRV record names is not found, as a failure. Asked each time: how long a
 * locator remembers what it found is not emulated.
 */
async function missFromService(
  { options: { network, directoryService } }: Link,
  url: string,
  call: Call,
): Promise<Extract<Outcome<never>, { ok: false }> | undefined> {
  if (directoryService === undefined) return undefined;
  const { connectTimeoutMs: timeoutMs = call.timeoutMs, from } = call;
  const found = await network.resolveService(directoryService, { from, timeoutMs });
  if (!found.ok) return found;
  if (found.value.includes(new URL(url).hostname)) return undefined;
  return { ok: false, failure: 'name-not-resolved', at: 'resolve', phaseMs: {} };
}

export async function askDirectory(
  link: Link,
  { validation, password, controller }: Effect<'ask-directory'>,
): Promise<AgentEvent> {
  const { clock, network, controllers, timings } = link.options;
  const url = controllers[controller] ?? '';
  const call = () => ({
    from: link.vantage,
    timeoutMs: Math.max(1, validation.dueMs - clock.nowMs()),
    connectTimeoutMs: timings.controllerTimeoutMs,
  });
  const lost = await missFromService(link, url, call());
  const outcome =
    lost ??
    (await network.bind(
      url,
      { userPrincipalName: validation.userPrincipalName, password },
      call(),
    ));
  const answered = outcome.ok ? outcome.value : { failure: outcome.failure, at: outcome.at };
  const furtherMs = furtherTripsMs(link, outcome);
  const result =
    furtherMs > 0 ? await later(link, validation.dueMs, furtherMs, answered) : answered;
  return { type: 'directory-answered', validation, password, controller, result };
}

/** A logon is one bind here; where it is more than one round trip, each takes as long. */
function furtherTripsMs({ options: { capacity } }: Link, outcome: Outcome<unknown>): number {
  if (!capacity || !outcome.ok) return 0;
  return (capacity.controllerTrips - 1) * (outcome.phaseMs.exchange ?? 0);
}

async function later<T>(
  { options: { clock } }: Link,
  dueMs: number,
  waitMs: number,
  answered: T,
): Promise<T | typeof TIMED_OUT> {
  const leftMs = dueMs - clock.nowMs();
  await clock.sleep(Math.max(0, Math.min(waitMs, leftMs)));
  return waitMs <= leftMs ? answered : TIMED_OUT;
}

const TIMED_OUT = { failure: 'timed-out', at: 'exchange' } as const;

export async function postAnswer(link: Link, effect: Effect<'post'>): Promise<AgentEvent> {
  const { validation, answer, attempt } = effect;
  const headers = {
    [RESPONSE_HEADER]: renderClaims(answer, validation.userPrincipalName),
    'x-cwap-transid': validation.transactionId,
    'x-cwap-connector-version': link.version,
    'x-cwap-response-total-attempts': String(attempt),
  };
  const url = `${effect.url}?requestId=${validation.requestId}`;
  const outcome = await link.post(url, headers, '', link.options.timings.responsePostTimeoutMs);
  const result = readReply(outcome, () => 'accepted' as const);
  return { type: 'posted', validation, answer, attempt, result };
}

export async function renew(link: Link, { url }: Effect<'renew'>): Promise<AgentEvent> {
  const { key, Base64Csr } = await link.newSigningRequest();
  const body = renderRenewal({ Base64Csr, ConnectorVersion: link.version });
  const { bootstrapTimeoutMs } = link.options.timings;
  const outcome = await link.post(url, XML_HEADERS, body, bootstrapTimeoutMs);
  const result = readReply(outcome, (xml) => {
    const reply = parseCertificateResult(xml, 'TrustRenewalResult');
    if (reply?.ErrorMessage === RENEWAL_DEFERRED) return 'deferred';
    return reply?.IsSuccessful ? reply : undefined;
  });
  if (result === 'deferred') return { type: 'renewed', result };
  if ('failure' in result) return { type: 'renewed', result };
  const certificate = parseCertificate(Buffer.from(result.Certificate, 'base64'));
  return { type: 'renewed', result: link.adopt(key, certificate) };
}

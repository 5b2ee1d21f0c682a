/**
 * Bootstrap: the heartbeat that makes an agent Active, answered with where to listen and where to
 * answer. The certificate says who calls; what the body says about that only has to agree.
 */

import { HOSTS, labHost } from '../../protocol/hosts.ts';
import type { BootstrapResponse, SignallingEndpoint } from '../../protocol/messages.ts';
import { XML_NAMESPACES } from '../../protocol/messages.ts';
import { MINUTE_MS } from '../../protocol/time-units.ts';
import type { Timings } from '../../protocol/timings.ts';
import type { Dice, HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { renderRefusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { refuseCaller } from './agent-certificate.ts';
import type { Agent } from './agent-registry.ts';
import { parseXml, renderXml, textOf } from './xml.ts';

export function answerBootstrap(cloud: Cloud, exchange: Exchange, agent: Agent): HttpResponse {
  const { request, client } = exchange;
  if (cloud.conditions.bootstrapOut) return renderRefusal(503, 'The service is not available.');
  const members = parseXml(request.body, 'BootstrapRequest');
  if (members === undefined) return renderRefusal(400, 'Expected a BootstrapRequest in XML.');
  const named = textOf(members, 'ConnectorId').toLowerCase();
  const tenantId = textOf(members, 'SubscriptionId').toLowerCase();
  if (named !== agent.id || tenantId !== cloud.tenant.id) {
    return refuseCaller(cloud, 'bootstrap', client, 'The request names another agent or tenant.');
  }
  const version = textOf(members, 'AgentVersion') || agent.version;
  const updaterStatus = textOf(members, 'UpdaterStatus') === 'Running' ? 'Running' : 'Stopped';
  cloud.registry.seen(agent.id, { version, externalIp: client.address, updaterStatus });
  cloud.renewalTurns.giveBack(agent.id);
  cloud.updates.seen(agent.id, version);
  return answerOf(cloud);
}

/** The same for every agent and for as long as the tenant lives. */
const answers = new WeakMap<Cloud, HttpResponse>();

function answerOf(cloud: Cloud): HttpResponse {
  const answer = answers.get(cloud) ?? renderAnswer(cloud);
  answers.set(cloud, answer);
  return answer;
}

function renderAnswer(cloud: Cloud): HttpResponse {
  const { SignalingListenerEndpoints, ...settings } = renderSettings(cloud);
  return renderXml('BootstrapResponse', XML_NAMESPACES.bootstrap, {
    ...settings,
    SignalingListenerEndpoints: { SignalingListenerEndpointSettings: SignalingListenerEndpoints },
  });
}

function renderSettings({ timings, endpoints }: Cloud): BootstrapResponse {
  return {
    ConnectorState: 'Ok',
    PeriodicBootstrapIntervalMilliseconds: timings.bootstrapIntervalMs,
    CheckForTrustRenewPeriodInMinutes: timings.renewalCheckIntervalMs / MINUTE_MS,
    MinutesInTrustLifetimeBeforeRenew: timings.renewalWindowMs / MINUTE_MS,
    LogicalResponseTimeoutMilliseconds: timings.agentAnswerDeadlineMs,
    ResponseEndpoint: `https://${labHost(HOSTS.connector)}/subscriber/connection`,
    TrustRenewEndpoint: `https://${labHost(HOSTS.renewal)}/renewTrust`,
    SignalingListenerEndpoints: [...endpoints],
  };
}

/** One list for all agents: the queue behind it is the tenant's (ED-SEC). */
export function createEndpoints(
  tenantId: string,
  { signallingListeners }: Pick<Timings, 'signallingListeners'>,
  dice: Dice,
): SignallingEndpoint[] {
  return Array.from({ length: signallingListeners }, (_, index) => ({
    Name: `listener-${index + 1}`,
    Url: `wss://${labHost(HOSTS.signalling)}/$servicebus/websocket?path=${tenantId}_${dice.guid()}`,
  }));
}

/**
 * Who is calling, by client certificate. TLS has only shown that the caller holds the key: chain,
 * dates at lab time and whether this is the agent's current certificate are judged here. What an
 * inspecting proxy leaves of a call has no certificate at all, and fails right at the first
 * question.
 */
import type { Client, HttpResponse } from '../../runtime/ports.ts';
import { type Certificate, judgeChain } from '../../runtime/x509.ts';
import type { Cloud, TraceEntry } from '../cloud.ts';
import { renderRefusal } from '../errors.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { Agent } from './agent-registry.ts';

export type JudgedCaller = { agent: Agent } | { refused: string };

type AgentAnswer = (
  cloud: Cloud,
  exchange: Exchange,
  agent: Agent,
) => Promise<HttpResponse> | HttpResponse;

/** A route that only a registered agent gets to; everybody else reads why not. */
export function forAgents(
  surface: TraceEntry['surface'],
  answer: AgentAnswer,
  judge: typeof judgeCaller = judgeCaller,
): Answer {
  return async (cloud, exchange) => {
    const judged = await judge(cloud, exchange.client);
    return 'agent' in judged
      ? answer(cloud, exchange, judged.agent)
      : refuseCaller(cloud, surface, exchange.client, judged.refused);
  };
}

export function refuseCaller(
  cloud: Cloud,
  surface: TraceEntry['surface'],
  { certificate }: Client,
  why: string,
): HttpResponse {
  const agentId = certificate?.agentId;
  const atMs = cloud.clock.nowMs();
  cloud.trace({ atMs, surface, text: why, ...(agentId !== undefined && { agentId }) });
  return renderRefusal(403, why);
}

export async function judgeCaller(cloud: Cloud, { certificate }: Client): Promise<JudgedCaller> {
  if (certificate === undefined) return { refused: 'No client certificate was presented.' };
  const agent =
    certificate.agentId === undefined ? undefined : cloud.registry.find(certificate.agentId);
  // The very bytes this cloud issued need no second look at the signature: the way of every good
  // call.
  const nowMs = cloud.clock.nowMs();
  if (agent !== undefined && isSame(agent.certificate, certificate)) {
    return judgeIssued(agent, agent.certificate, nowMs);
  }
  const { replaced } = agent ?? {};
  if (agent && replaced && nowMs < replaced.untilMs && isSame(replaced.certificate, certificate)) {
    return judgeIssued(agent, replaced.certificate, nowMs);
  }
  return { refused: await explainRefusal(cloud, certificate, agent) };
}

/**
 * Answers only: a request that was handed over an open connection may be answered with the
 * certificate that opened it, also when a renewal has come in between. Assumed: no source says.
 */
export async function judgeAnswerer(cloud: Cloud, client: Client): Promise<JudgedCaller> {
  const { certificate } = client;
  const agent = cloud.registry.find(certificate?.agentId ?? '');
  if (certificate && agent?.replaced && isSame(agent.replaced.certificate, certificate)) {
    return judgeIssued(agent, certificate, cloud.clock.nowMs());
  }
  return judgeCaller(cloud, client);
}

function isSame(one: Certificate, other: Certificate): boolean {
  return Buffer.compare(one.der, other.der) === 0;
}

function judgeIssued(
  agent: Agent,
  { notBeforeMs, notAfterMs }: Certificate,
  nowMs: number,
): JudgedCaller {
  if (nowMs < notBeforeMs) return { refused: 'The certificate is not valid yet.' };
  if (nowMs > notAfterMs) return { refused: 'The certificate has expired.' };
  if (agent.status === 'Removed') return { refused: 'The agent was removed from the tenant.' };
  return { agent };
}

async function explainRefusal(
  cloud: Cloud,
  certificate: Certificate,
  agent: Agent | undefined,
): Promise<string> {
  const trust = [cloud.registrationAuthority.certificate];
  const failure = await judgeChain(cloud.crypto, [certificate], trust, cloud.clock.nowMs());
  if (failure !== undefined) return `The certificate does not hold: ${failure}.`;
  if (certificate.subject !== cloud.tenant.id) return 'The certificate is of another tenant.';
  if (agent === undefined) return 'The agent is not known in this tenant.';
  return 'The certificate has been replaced by a newer one.';
}

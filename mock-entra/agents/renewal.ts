/**
 * Renewal: a new key and a new certificate for an agent that shows its current one; no
 * administrator is asked. The old one is refused after the overlap, by default at once (ED-SEC).
 * One agent of the tenant at a time (ED-SEC): the others are told to ask again.
 */
import { RENEWAL_DEFERRED, XML_NAMESPACES } from '../../protocol/messages.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { renderRefusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Agent } from './agent-registry.ts';
import { type Issued, issueFor, renderResult } from './registration.ts';
import { parseXml, renderXml, textOf } from './xml.ts';

export async function answerRenewal(
  cloud: Cloud,
  { request }: Exchange,
  agent: Agent,
): Promise<HttpResponse> {
  const members = parseXml(request.body, 'TrustRenewalRequest');
  if (members === undefined) return renderRefusal(400, 'Expected a TrustRenewalRequest in XML.');
  const outcome = await renew(cloud, agent, textOf(members, 'Base64Csr'));
  if ('refused' in outcome) {
    const atMs = cloud.clock.nowMs();
    cloud.trace({ atMs, surface: 'renewal', agentId: agent.id, text: outcome.refused });
  }
  return renderXml('TrustRenewalResult', XML_NAMESPACES.renewal, renderResult(outcome));
}

async function renew(cloud: Cloud, agent: Agent, base64Csr: string): Promise<Issued> {
  if (cloud.conditions.renewalRefused) return { refused: 'Renewals are not taken at present.' };
  if (!cloud.renewalTurns.take(agent.id)) return { refused: RENEWAL_DEFERRED };
  const { thumbprint } = agent.certificate;
  const issued = await issueFor(cloud, agent.id, base64Csr);
  if ('refused' in issued) {
    cloud.renewalTurns.giveBack(agent.id);
    return issued;
  }
  // Two renewals at once: the second would leave the agent with a certificate that is already
  // worthless.
  if (agent.certificate.thumbprint !== thumbprint) {
    return { refused: 'The certificate was renewed by another request meanwhile.' };
  }
  cloud.registry.renew(agent.id, issued.certificate);
  return issued;
}

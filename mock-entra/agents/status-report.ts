/**
 * Takes the reports that agents send over port 8080 while 443 is unavailable (ED-QS): they count as
 * a sign of life and open nothing. Plain HTTP says nothing of the caller, so the report is signed
 * with the agent's key; the wire is the lab's own.
 */
import { STATUS_SIGNATURE_HEADER } from '../../protocol/messages.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { renderRefusal } from '../errors.ts';
import { type Exchange, renderText } from '../exchange.ts';
import { isRecord, parseJson } from '../json.ts';
import type { Agent } from './agent-registry.ts';

export async function answerStatusReport(cloud: Cloud, exchange: Exchange): Promise<HttpResponse> {
  const { request, client } = exchange;
  const agent = agentNamed(cloud, request.body);
  const signature = Buffer.from(request.headers[STATUS_SIGNATURE_HEADER] ?? '', 'base64');
  if (!agent || !(await isSigned(cloud, agent, request.body, signature))) {
    const text = 'The report is not signed by an agent of this tenant.';
    cloud.trace({ atMs: cloud.clock.nowMs(), surface: 'status', text });
    return renderRefusal(403, text);
  }
  cloud.registry.seen(agent.id, { version: agent.version, externalIp: client.address });
  return renderText(200, '');
}

/** Fresh ones only: who has listened on the path cannot keep an agent Active with an old report. */
function agentNamed(cloud: Cloud, body: string): Agent | undefined {
  const report = parseJson(body);
  if (!isRecord(report) || typeof report.ConnectorId !== 'string') return undefined;
  const ageMs = cloud.clock.nowMs() - Date.parse(String(report.TimeGenerated));
  if (!(Math.abs(ageMs) <= cloud.timings.bootstrapIntervalMs)) return undefined;
  if (report.SubscriptionId !== cloud.tenant.id) return undefined;
  const agent = cloud.registry.find(report.ConnectorId);
  return agent?.status === 'Removed' ? undefined : agent;
}

function isSigned(cloud: Cloud, agent: Agent, body: string, signature: Buffer): Promise<boolean> {
  return cloud.crypto.verify(agent.certificate.spki, Buffer.from(body), signature);
}

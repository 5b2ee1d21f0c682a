/**
 * Takes the answers of agents. The verdict travels in a header; HTTP says only whether it was
 * taken. What came late, or from another agent than was asked, changes nothing about the sign-in.
 */
import { RESPONSE_HEADER } from '../../protocol/messages.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { renderRefusal } from '../errors.ts';
import { type Exchange, renderText } from '../exchange.ts';
import { refuseCaller } from './agent-certificate.ts';
import type { Agent } from './agent-registry.ts';
import type { AnswerIntake } from './hand-offs.ts';

/**
 * Fact sheet 3.12: says that the client certificate was accepted, whatever became of the answer.
 */
const CERTIFICATE_ACCEPTED = { 'x-cwap-certificate-authentication': 'Success' };

/** Instead of what was sent: nothing that anybody could read. */
const GARBLED = '';

export async function answerConnection(
  cloud: Cloud,
  exchange: Exchange,
  agent: Agent,
): Promise<HttpResponse> {
  const { answerDelayMs } = cloud.conditions;
  if (answerDelayMs > 0) await cloud.clock.sleep(answerDelayMs);
  const intake = hearAnswer(cloud, exchange, agent);
  const heard = typeof intake === 'string' ? intake : await intake;
  const reply = renderIntake(cloud, exchange, agent, heard);
  return { ...reply, headers: { ...reply.headers, ...CERTIFICATE_ACCEPTED } };
}

function hearAnswer(cloud: Cloud, { request, url }: Exchange, agent: Agent) {
  const requestId = url.searchParams.get('requestId') ?? '';
  const header = cloud.conditions.garblesAnswer() ? GARBLED : request.headers[RESPONSE_HEADER];
  return cloud.validation.answer(requestId, agent.id, header);
}

function renderIntake(
  cloud: Cloud,
  { client }: Exchange,
  agent: Agent,
  intake: AnswerIntake,
): HttpResponse {
  const note = (text: string) =>
    cloud.trace({ atMs: cloud.clock.nowMs(), surface: 'connector', agentId: agent.id, text });
  switch (intake) {
    case 'taken':
      return renderText(200, '');
    case 'unreadable':
      note('An answer could not be read.');
      return renderRefusal(400, 'The answer could not be read.');
    case 'late':
      note('An answer came after the deadline of its sign-in.');
      return renderRefusal(410, 'The sign-in has ended without this answer.');
    case 'unknown-request':
      return renderRefusal(404, 'No such request.');
    case 'other-agent':
      return refuseCaller(cloud, 'connector', client, 'The request went to another agent.');
    default:
      return intake satisfies never;
  }
}

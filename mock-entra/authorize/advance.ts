/**
 * Shows where a flow stands: finds the next step and turns it into a page, a redirect or the
 * application's answer. Every request of a flow ends here, so that no two forms can disagree on
 * what comes next.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import type { Refusal } from '../errors.ts';
import { parseScope } from '../tenant/resources.ts';
import type { User } from '../tenant/tenant.ts';
import { renderErrorPage } from './error-page.ts';
import { endFlow, saveFlow } from './flow.ts';
import { issueAnswer } from './issue-answer.ts';
import type { Step } from './next-step.ts';
import { prepareStep } from './prepare-step.ts';
import { recordCode, recordInterrupt } from './record-step.ts';
import { renderRefusedReply } from './reply.ts';
import { useSession } from './session.ts';
import { refuseSilently } from './silent.ts';
import { type Asking, findStep } from './standing.ts';
import { pageOf } from './step-page.ts';
import { applicationOf, inSession, type Visit, withCookies } from './visit.ts';

export async function advance(cloud: Cloud, visit: Visit): Promise<HttpResponse> {
  const asking = findAsking(cloud, visit);
  if ('code' in asking) return renderErrorPage(cloud, visit.exchange, asking);
  const step = findStep(cloud, visit, asking);
  const used = step.kind === 'issue' ? usedFor(cloud, visit, step) : visit;
  const response = await answerStep(cloud, used, asking, step);
  return withCookies(response, used);
}

function usedFor(cloud: Cloud, visit: Visit, { account }: Extract<Step, { kind: 'issue' }>): Visit {
  const { session, flow } = visit;
  if (session === undefined) return visit;
  const { clientId } = flow.record.request;
  return inSession(visit, useSession(cloud, session, account.signedIn, clientId));
}

/** Judged before the flow began; only a change of the tenant meanwhile can refuse it now. */
export function findAsking(cloud: Cloud, visit: Visit): Asking | Refusal {
  const application = applicationOf(cloud, visit);
  if (application === undefined) return { code: 700016 };
  const scope = parseScope(cloud.tenant, visit.flow.record.request.scope);
  return 'code' in scope ? scope : { application, scope };
}

function answerStep(
  cloud: Cloud,
  visit: Visit,
  asking: Asking,
  step: Step,
): Promise<HttpResponse> | HttpResponse {
  const { request, purpose } = visit.flow.record;
  if (request.prompt === 'none' && purpose.kind === 'application') {
    const refusal = refuseSilently(step, request, revokedIn(cloud, visit));
    if (refusal !== undefined) {
      endFlow(cloud, visit.flow);
      recordCode(cloud, visit, asking, step, refusal.code);
      return renderRefusedReply(cloud, visit.exchange, purpose.reply, refusal);
    }
  }
  if (step.kind === 'issue') {
    recordCode(cloud, visit, asking, step, 0);
    return issueAnswer(cloud, visit, asking, step.account);
  }
  return showStep(cloud, visit, asking, step);
}

function revokedIn({ users }: Cloud, { session }: Visit): readonly User[] {
  return (session?.record.revokedUserIds ?? []).flatMap((id) => users.byId(id) ?? []);
}

/** A log row when a page is reached, not when it is shown again. */
function showStep(
  cloud: Cloud,
  visit: Visit,
  asking: Asking,
  step: Exclude<Step, { kind: 'issue' }>,
): HttpResponse {
  if (visit.flow.record.progress.shown !== step.kind) recordInterrupt(cloud, visit, asking, step);
  const prepared = prepareStep(cloud, visit, step);
  saveFlow(cloud, prepared.flow);
  return pageOf(cloud, prepared, asking, step);
}

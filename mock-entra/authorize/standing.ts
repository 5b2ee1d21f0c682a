/** Puts together what `next-step.ts` looks at: the flow, the browser's accounts, their rights. */
import type { Cloud } from '../cloud.ts';
import { judgeAccess } from '../sign-in/judge-access.ts';
import type { Application } from '../tenant/application.ts';
import { judgeConsent } from '../tenant/consent.ts';
import type { AskedScope } from '../tenant/resources.ts';
import { nextStep, type Rights, type Standing, type Step } from './next-step.ts';
import { type Account, accountsOf } from './session.ts';
import type { Visit } from './visit.ts';

/** The application and what it asks for, both judged before the flow began. */
export interface Asking {
  application: Application;
  scope: AskedScope;
}

export function findStep(cloud: Cloud, visit: Visit, asking: Asking): Step {
  return nextStep(gather(cloud, visit), (account) => rightsOf(cloud, visit, asking, account));
}

function gather(cloud: Cloud, { flow, session }: Visit): Standing {
  const { request, purpose, progress } = flow.record;
  const { signedIn } = progress;
  const inSession = session?.record.accounts ?? [];
  // A client that keeps no cookies still gets to the end of its own flow.
  const known = inSession.some(({ userId }) => userId === signedIn?.userId);
  return {
    tenant: cloud.tenant,
    request,
    purpose,
    progress,
    accounts: accountsOf(cloud, signedIn && !known ? [...inSession, signedIn] : inSession),
    knows: (userName) => cloud.users.byName(userName) !== undefined,
    nowMs: cloud.clock.nowMs(),
  };
}

function rightsOf(
  cloud: Cloud,
  { exchange, flow }: Visit,
  { application, scope }: Asking,
  { user, signedIn }: Account,
): Rights {
  return {
    access: judgeAccess(cloud.tenant, {
      user,
      application,
      resource: scope.resource.audience,
      ipAddress: exchange.client.address,
      methods: signedIn.methods,
      interactive: flow.record.request.prompt !== 'none',
    }),
    consent: judgeConsent(cloud, { application, user, scope }),
  };
}

/** Each step of `next-step.ts` as what the browser gets. One line per page. */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import type { FactorView, Page } from '../pages/page.ts';
import { renderPage } from '../pages/render-page.ts';
import { describeExpiredPassword } from '../sign-in/change-password.ts';
import { describePermissions, isAdministrator } from '../tenant/consent.ts';
import { renderErrorPage } from './error-page.ts';
import { renderFederatedRedirect } from './federated.ts';
import type { Step } from './next-step.ts';
import { type Account, accountsOf } from './session.ts';
import type { Asking } from './standing.ts';
import { type Visit, viewOf } from './visit.ts';

type Shown = Exclude<Step, { kind: 'issue' }>;

export function pageOf(cloud: Cloud, visit: Visit, asking: Asking, step: Shown): HttpResponse {
  const { exchange } = visit;
  if (step.kind === 'federated') return renderFederatedRedirect(visit, step);
  if (step.kind === 'refused') return renderErrorPage(cloud, exchange, step.refusal);
  return renderPage(cloud, exchange, describePage(cloud, visit, asking, step));
}

function describePage(
  cloud: Cloud,
  visit: Visit,
  asking: Asking,
  step: Exclude<Shown, { kind: 'federated' | 'refused' }>,
): Page {
  const view = viewOf(cloud, visit);
  const error = visit.error && { error: visit.error };
  switch (step.kind) {
    case 'username':
      return { ...view, kind: 'username', userName: typedOrHinted(visit), ...error };
    case 'password':
      return { ...view, kind: 'password', userName: step.userName, ...error };
    case 'pick-account':
      return { ...view, kind: 'pick-account', accounts: tiles(cloud, visit) };
    case 'password-expired':
      return {
        ...view,
        kind: 'password-expired',
        ...describeExpired(cloud, step.userId),
        ...error,
      };
    case 'mfa':
      return { ...view, kind: 'mfa', ...named(step.account), factor: factorOf(visit), ...error };
    case 'keep-signed-in':
    case 'device-confirm':
      return { ...view, kind: step.kind, ...named(step.account) };
    case 'consent':
      return { ...view, kind: 'consent', ...describeConsent(cloud, asking, step.account) };
  }
}

/** Whoever goes back to take another account has seen the hint. */
function typedOrHinted({ typed, flow }: Visit): string {
  const { request, progress } = flow.record;
  return typed ?? (progress.picked === undefined ? (request.loginHint ?? '') : '');
}

function named({ user }: Account): { userName: string } {
  return { userName: user.userPrincipalName };
}

function tiles(cloud: Cloud, { session }: Visit) {
  return accountsOf(cloud, session?.record.accounts).map(({ user }) => {
    return { userName: user.userPrincipalName, displayName: user.displayName, signedIn: true };
  });
}

function factorOf({ flow }: Visit): FactorView {
  const { challenge } = flow.record.progress;
  if (challenge === undefined) return { method: 'PhoneAppOTP' };
  return { method: 'PhoneAppNotification', number: challenge.number };
}

function describeExpired(cloud: Cloud, userId: string) {
  const user = cloud.users.byId(userId);
  if (user === undefined) return { userName: '', changeable: false, text: '' };
  return { userName: user.userPrincipalName, ...describeExpiredPassword(cloud, user) };
}

function describeConsent(cloud: Cloud, asking: Asking, { user }: Account) {
  return {
    userName: user.userPrincipalName,
    permissions: describePermissions(cloud, { ...asking, user }),
    administrator: isAdministrator(user),
  };
}

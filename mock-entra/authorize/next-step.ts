/**
 * Which page is next, as a list of steps: the first that still has a question is shown, and when
 * none has, the application gets its answer. Pure; what the steps look at is put together in
 * `standing.ts`. A page never decides what follows it.
 */
import type { Refusal } from '../errors.ts';
import type { FlowProgress } from '../state/records.ts';
import type { ConsentVerdict } from '../tenant/consent.ts';
import { domainOf, type Federation, findDomain, type Tenant } from '../tenant/tenant.ts';
import type { Purpose, SignInRequest } from './request.ts';
import type { Account } from './session.ts';

export interface Standing {
  tenant: Tenant;
  request: SignInRequest;
  purpose: Purpose;
  progress: FlowProgress;
  /** Signed in in this browser. */
  accounts: readonly Account[];
  /** Is there somebody of that name in the tenant? */
  knows: (userName: string) => boolean;
  nowMs: number;
}

export interface Rights {
  /** Of the policies; undefined if all are met. */
  access: Refusal | undefined;
  consent: ConsentVerdict;
}

export type Step =
  | { kind: 'username' }
  | { kind: 'password'; userName: string }
  | { kind: 'pick-account' }
  | { kind: 'federated'; userName: string; federation: Federation }
  | { kind: 'password-expired'; userId: string }
  | { kind: 'mfa'; account: Account; refusal: Refusal }
  | { kind: 'keep-signed-in'; account: Account }
  | { kind: 'consent'; account: Account }
  | { kind: 'device-confirm'; account: Account }
  | { kind: 'refused'; account: Account; refusal: Refusal }
  | { kind: 'issue'; account: Account };

/** `rightsOf` is asked only once it is known who the person is. */
export function nextStep(standing: Standing, rightsOf: (account: Account) => Rights): Step {
  const { expiredUserId } = standing.progress;
  if (expiredUserId !== undefined) return { kind: 'password-expired', userId: expiredUserId };
  const who = ownUsersOnly(standing, federatedElsewhere(standing, identify(standing)));
  if ('kind' in who) return who;
  const rights = rightsOf(who);
  return (
    satisfyPolicies(who, rights) ??
    offerToStaySignedIn(standing, who) ??
    askConsent(standing, who, rights) ??
    confirmDevice(standing, who) ?? { kind: 'issue', account: who }
  );
}

type Who = Account | Step;

function identify(standing: Standing): Who {
  const { progress, accounts } = standing;
  const { signedIn, userName, picked } = progress;
  const proved = accounts.find(({ signedIn: { userId } }) => userId === signedIn?.userId);
  if (signedIn !== undefined && proved !== undefined) return { ...proved, signedIn };
  if (userName !== undefined) return { kind: 'password', userName };
  if (picked === 'other') return { kind: 'username' };
  if (picked !== undefined) {
    const account = accounts.find(({ user }) => user.id === picked.userId);
    return account === undefined ? { kind: 'username' } : askAgain(standing, account);
  }
  return chooseAccount(standing);
}

/** Nobody has said anything yet: what the application wishes decides. */
function chooseAccount(standing: Standing): Who {
  const { request, accounts } = standing;
  const { prompt, loginHint, sessionId } = request;
  const [first, ...others] = accounts;
  if (prompt === 'select_account' && first !== undefined) return { kind: 'pick-account' };
  const hinted = accounts.find(
    ({ user, signedIn }) =>
      isSameName(user.userPrincipalName, loginHint) || signedIn.sessionId === sessionId,
  );
  if (hinted !== undefined) return askAgain(standing, hinted);
  if (loginHint !== undefined) return { kind: 'password', userName: loginHint };
  if (first === undefined || prompt === 'login') return { kind: 'username' };
  const unclear = others.length > 0 || sessionId !== undefined;
  return unclear ? { kind: 'pick-account' } : askAgain(standing, first);
}

/** A session is not enough where the application wants the password now, or not long ago. */
function askAgain({ request, nowMs }: Standing, account: Account): Who {
  const ageMs = nowMs - account.signedIn.authenticatedMs;
  const stale = request.maxAgeMs !== undefined && ageMs > request.maxAgeMs;
  if (request.prompt !== 'login' && !stale) return account;
  return { kind: 'password', userName: account.user.userPrincipalName };
}

function isSameName(name: string, other: string | undefined): boolean {
  return name.toLowerCase() === other?.toLowerCase();
}

/** Passwords of federated domains are asked elsewhere: the lab never sees one. */
function federatedElsewhere({ tenant, request }: Standing, who: Who): Who {
  if (!('kind' in who)) return who;
  const userName = who.kind === 'password' ? who.userName : '';
  const hint = who.kind === 'username' ? (request.domainHint ?? '') : domainOf(userName);
  const domain = findDomain(tenant, hint);
  if (domain?.kind !== 'federated') return who;
  return { kind: 'federated', userName, federation: domain.federation };
}

/** Nobody types the password of another place here: not behind a `login_hint` either. */
function ownUsersOnly({ knows }: Standing, who: Who): Who {
  const stranger = 'kind' in who && who.kind === 'password' && !knows(who.userName);
  return stranger ? { kind: 'username' } : who;
}

/** Whoever cannot give a second factor here has to register one, which the lab has no page for. */
function satisfyPolicies(account: Account, { access }: Rights): Step | undefined {
  if (access === undefined) return undefined;
  const { totpSecret, numberMatching } = account.user.secondFactor ?? {};
  const able = totpSecret !== undefined || numberMatching === true;
  const kind = access.code === 50076 && able ? 'mfa' : 'refused';
  return { kind, account, refusal: access };
}

function offerToStaySignedIn({ progress, purpose }: Standing, account: Account): Step | undefined {
  const open = progress.judged !== undefined && progress.keepSignedIn === undefined;
  return open && purpose.kind === 'application' ? { kind: 'keep-signed-in', account } : undefined;
}

function askConsent(
  { request, progress }: Standing,
  account: Account,
  { consent }: Rights,
): Step | undefined {
  if (consent === 'needs-administrator') {
    return { kind: 'refused', account, refusal: { code: 90094 } };
  }
  const asked = request.prompt === 'consent' && progress.consented !== true;
  return consent === 'needs-user' || asked ? { kind: 'consent', account } : undefined;
}

function confirmDevice({ purpose, progress }: Standing, account: Account): Step | undefined {
  const open = purpose.kind === 'device' && progress.confirmed !== true;
  return open ? { kind: 'device-confirm', account } : undefined;
}

/**
 * The forms of the first two pages. With a user name only it is asked whose password is next; with
 * a password, whoever judges passwords is asked. The password goes from the form into a `Secret`
 * and no further.
 */
import { LIMITS } from '../../protocol/limits.ts';
import { Secret } from '../../runtime/secret.ts';
import type { Cloud } from '../cloud.ts';
import { takeInjection } from '../sign-in/injections.ts';
import { judgePassword, type PasswordVerdict } from '../sign-in/judge-password.ts';
import type { User } from '../tenant/tenant.ts';
import { domainOf, findDomain } from '../tenant/tenant.ts';
import { startOver, withProgress } from './flow.ts';
import { onForm, type Sent } from './form.ts';
import { recordVerdict } from './record-step.ts';
import { openSession } from './session.ts';
import { complained, inSession, type Visit } from './visit.ts';

export const answerLogin = onForm(
  ['username', 'password', 'pick-account', 'federated'],
  (cloud, sent) => {
    const typed = (sent.form.get('login') ?? sent.form.get('loginfmt') ?? '').trim();
    const userName = typed.slice(0, LIMITS.userNameCharsMax.value);
    const password = sent.form.get('passwd');
    if (userName === '') return refuseName(sent.visit, '', 90014);
    if (password === undefined || isFederated(cloud, userName)) {
      return takeName(cloud, sent.visit, userName);
    }
    return takePassword(cloud, sent, userName, new Secret(password));
  },
);

function isFederated({ tenant }: Cloud, userName: string): boolean {
  return findDomain(tenant, domainOf(userName))?.kind === 'federated';
}

/** Entra's own page asks GetCredentialType for the same. */
function takeName(cloud: Cloud, visit: Visit, userName: string): Visit {
  const known = cloud.users.byName(userName) !== undefined || isFederated(cloud, userName);
  return known ? named(visit, userName) : refuseName(visit, userName, 50034);
}

function named(visit: Visit, userName: string): Visit {
  return { ...visit, flow: startOver(visit.flow, { userName }) };
}

function refuseName(visit: Visit, typed: string, code: 50034 | 90014): Visit {
  const flow = startOver(visit.flow, { picked: 'other' });
  return { ...complained({ ...visit, flow }, code), typed };
}

async function takePassword(
  cloud: Cloud,
  sent: Sent,
  userName: string,
  password: Secret,
): Promise<Visit> {
  const { visit, asking } = sent;
  const { clientId } = asking.application;
  const user = cloud.users.byName(userName);
  const injected = takeInjection(cloud, { userName, clientId });
  const verdict: PasswordVerdict = injected
    ? { code: injected.code, method: 'none' }
    : await judgePassword(cloud, { user, password, ipAddress: visit.exchange.client.address });
  if (verdict.code === 0) return signIn(cloud, named(visit, userName), verdict.user, verdict);
  const { code } = verdict;
  recordVerdict(cloud, visit, asking, { user, userName }, { ...verdict, code });
  if (code === 50034) return refuseName(visit, userName, code);
  if (user !== undefined && (code === 50055 || code === 50144)) {
    return { ...visit, flow: startOver(visit.flow, { expiredUserId: user.id }) };
  }
  return complained(named(visit, userName), code);
}

/** Also after an expired password was changed. */
export function signIn(
  cloud: Cloud,
  visit: Visit,
  user: User,
  { method, handOff }: Pick<PasswordVerdict, 'method' | 'handOff'>,
): Visit {
  const signedIn = {
    userId: user.id,
    authenticatedMs: cloud.clock.nowMs(),
    methods: ['pwd' as const],
    sessionId: cloud.ids.guid(),
  };
  const judged = { method, ...(handOff && { handOff: { ...handOff } }) };
  const flow = withProgress(visit.flow, { signedIn, judged });
  return inSession({ ...visit, flow }, openSession(cloud, visit.session, signedIn));
}

/** The account picker, and "back" of later pages: `other` starts over. */
export const answerReprocess = onForm(
  ['username', 'password', 'pick-account', 'federated', 'mfa', 'password-expired'],
  (cloud, { visit, form }) => {
    const login = form.get('login') ?? 'other';
    const user = login === 'other' ? undefined : cloud.users.byName(login);
    const picked = user === undefined ? 'other' : { userId: user.id };
    return { ...visit, flow: startOver(visit.flow, { picked }) };
  },
);

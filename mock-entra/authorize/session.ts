/**
 * Who is signed in in this browser. A session has several accounts and outlives their passwords;
 * each sign-in gives it a new cookie, so that nobody's planted cookie becomes somebody's session.
 */
import type { Cloud } from '../cloud.ts';
import type { Exchange } from '../exchange.ts';
import type { SessionRecord, SignedIn } from '../state/records.ts';
import type { User } from '../tenant/tenant.ts';
import { createSecret, keyOf } from '../token/secrets.ts';
import { readCookie, renderCookie, renderForgotten, type SessionCookie } from './cookies.ts';

export interface OpenSession {
  /** What the browser sent, or will. */
  cookie: string;
  record: SessionRecord;
}

export interface ChangedSession {
  session: OpenSession;
  cookies: readonly string[];
}

type Remembering = Pick<Cloud, 'state' | 'clock' | 'timings'>;

const NAMES: readonly SessionCookie[] = ['ESTSAUTHPERSISTENT', 'ESTSAUTH'];

export function findSession(
  { state, clock }: Remembering,
  { request }: Pick<Exchange, 'request'>,
): OpenSession | undefined {
  for (const name of NAMES) {
    const cookie = readCookie(request.headers.cookie, name) ?? '';
    const record = state.sessions.get(keyOf(cookie));
    if (record !== undefined && clock.nowMs() < record.expiresMs) return { cookie, record };
  }
  return undefined;
}

export interface Account {
  signedIn: SignedIn;
  user: User;
}

/** Those who are still there and enabled, as signed in last, latest last. */
export function accountsOf(
  { users }: Pick<Cloud, 'users'>,
  accounts: readonly SignedIn[] = [],
): readonly Account[] {
  return accounts.flatMap((signedIn) => {
    const user = users.byId(signedIn.userId);
    return user === undefined || user.accountEnabled === false ? [] : [{ signedIn, user }];
  });
}

/** After a right password. */
export function openSession(
  cloud: Remembering & Pick<Cloud, 'ids'>,
  before: OpenSession | undefined,
  signedIn: SignedIn,
): ChangedSession {
  const known = before?.record;
  const record = renewed(cloud, {
    sessionId: known?.sessionId ?? cloud.ids.guid(),
    accounts: withAccount(known?.accounts ?? [], signedIn),
    persistent: known?.persistent ?? false,
    clientIds: known?.clientIds ?? [],
    revokedUserIds: (known?.revokedUserIds ?? []).filter((id) => id !== signedIn.userId),
  });
  if (before !== undefined) cloud.state.sessions.delete(keyOf(before.cookie));
  return give(cloud, record);
}

/** The person wants to stay signed in when the browser closes. */
export function keepSession(
  cloud: Remembering & Pick<Cloud, 'ids'>,
  { cookie, record }: OpenSession,
): ChangedSession {
  cloud.state.sessions.delete(keyOf(cookie));
  return give(cloud, renewed(cloud, { ...record, persistent: true }));
}

/** It was used for an application, which wants to be told when it ends. */
export function useSession(
  cloud: Remembering,
  { cookie, record }: OpenSession,
  signedIn: SignedIn,
  clientId: string,
): ChangedSession {
  const used = {
    ...record,
    accounts: withAccount(record.accounts, signedIn),
    clientIds: [...new Set([...record.clientIds, clientId])],
  };
  return remember(cloud, cookie, renewed(cloud, used));
}

/** Without `left` nobody is signed in any more, and the browser forgets the cookies. */
export function leaveSession(
  { state }: Pick<Cloud, 'state'>,
  { cookie, record }: OpenSession,
  left: readonly SignedIn[],
): readonly string[] {
  if (left.length > 0) {
    state.sessions.set(keyOf(cookie), { ...record, accounts: left });
    return [];
  }
  state.sessions.delete(keyOf(cookie));
  return NAMES.map(renderForgotten);
}

function withAccount(accounts: readonly SignedIn[], signedIn: SignedIn): readonly SignedIn[] {
  return [...accounts.filter(({ userId }) => userId !== signedIn.userId), signedIn];
}

/** Its end is counted from its last use. */
function renewed(
  { clock, timings }: Remembering,
  record: Omit<SessionRecord, 'expiresMs'>,
): SessionRecord {
  return { ...record, expiresMs: clock.nowMs() + lifetimeMs(timings, record) };
}

function lifetimeMs(
  timings: Cloud['timings'],
  { persistent }: Pick<SessionRecord, 'persistent'>,
): number {
  return persistent ? timings.sessionPersistentLifetimeMs : timings.sessionLifetimeMs;
}

function give(cloud: Remembering & Pick<Cloud, 'ids'>, record: SessionRecord): ChangedSession {
  return remember(cloud, createSecret(cloud.ids, '0'), record);
}

function remember(cloud: Remembering, cookie: string, record: SessionRecord): ChangedSession {
  cloud.state.sessions.set(keyOf(cookie), record);
  const lasting = lifetimeMs(cloud.timings, record);
  return {
    session: { cookie, record },
    cookies: [
      renderCookie('ESTSAUTH', cookie),
      ...(record.persistent ? [renderCookie('ESTSAUTHPERSISTENT', cookie, lasting)] : []),
    ],
  };
}

/**
 * Which records a request rests on, by what it carries: they are asked of the shared store before
 * anybody decides. Pure. What it forgets is read from this replica's mirror, a moment older.
 */

import type { HttpRequest } from '../../runtime/ports.ts';
import { readCookie } from '../authorize/cookies.ts';
import type { Cloud } from '../cloud.ts';
import type { StateShape } from '../state/records.ts';
import { keyOf } from '../token/secrets.ts';
import type { RecordName } from './sharing.ts';

const COOKIES = ['ESTSAUTHPERSISTENT', 'ESTSAUTH'] as const;

const FIELDS: Readonly<Record<string, keyof StateShape>> = {
  flowToken: 'flows',
  code: 'codes',
  refresh_token: 'refreshTokens',
  device_code: 'deviceCodes',
};

/** Fields in which a user is named beside a password. */
const USER_FIELDS = ['username', 'login'] as const;

export function recordsNamed(
  { users }: Pick<Cloud, 'users'>,
  { headers, body, method }: HttpRequest,
): readonly RecordName[] {
  const cookies = headers.cookie === undefined ? [] : sessionsIn(headers.cookie);
  if (method !== 'POST' || body === '') return cookies;
  const form = new URLSearchParams(body);
  const fields = Object.entries(FIELDS).flatMap(([field, collection]): RecordName[] => {
    const secret = form.get(field);
    return secret ? [[collection, keyOf(secret)]] : [];
  });
  const named = USER_FIELDS.map((field) => users.byName(form.get(field) ?? '')?.id);
  return [...cookies, ...fields, ...named.flatMap((id) => (id === undefined ? [] : locksOf(id)))];
}

function sessionsIn(header: string): RecordName[] {
  return COOKIES.flatMap((name): RecordName[] => {
    const cookie = readCookie(header, name);
    return cookie === undefined ? [] : [['sessions', keyOf(cookie)]];
  });
}

function locksOf(userId: string): RecordName[] {
  return [
    ['lockouts', `${userId}/familiar`],
    ['lockouts', `${userId}/unfamiliar`],
  ];
}

/** What the records that were named lead to: families of tokens, and the user of a flow. */
export function recordsBehind(
  { state, users }: Pick<Cloud, 'state' | 'users'>,
  named: readonly RecordName[],
): readonly RecordName[] {
  return named.flatMap(([collection, key]): readonly RecordName[] => {
    switch (collection) {
      case 'codes':
        return familyOf(state.codes.get(key)?.redeemedFamily);
      case 'refreshTokens':
        return familyOf(state.refreshTokens.get(key)?.familyId);
      case 'flows': {
        const { userName } = state.flows.get(key)?.progress ?? {};
        const user = users.byName(userName ?? '');
        return user === undefined ? [] : [['usedCodes', user.id], ...locksOf(user.id)];
      }
      default:
        return [];
    }
  });
}

function familyOf(id: string | undefined): RecordName[] {
  return id === undefined ? [] : [['families', id]];
}

/** What a request carries says which records are asked of the shared store first. */
import { expect, test } from 'vitest';
import { createWorld, NOAH } from '../stub-world.ts';
import { keyOf } from '../token/secrets.ts';
import { recordsBehind, recordsNamed } from './named-records.ts';

const post = (form: Record<string, string>, headers: Record<string, string> = {}) => ({
  ...{ method: 'POST', url: 'https://localhost/common/oauth2/v2.0/token', headers },
  body: new URLSearchParams(form).toString(),
});

test('codes, tokens, flows and cookies are named by their hash, as the state has them', async () => {
  const { entra } = await createWorld();
  const sent = post({ code: 'c', refresh_token: 'r', flowToken: 'f' }, { cookie: 'ESTSAUTH=s' });
  expect(recordsNamed(entra.cloud, sent)).toEqual([
    ['sessions', keyOf('s')],
    ['flows', keyOf('f')],
    ['codes', keyOf('c')],
    ['refreshTokens', keyOf('r')],
  ]);
});

test('who signs in by password names both of their lockouts, a stranger none', async () => {
  const { entra } = await createWorld();
  const { cloud } = entra;
  const id = cloud.users.byName(NOAH.username)?.id;
  expect(recordsNamed(cloud, post({ username: NOAH.username.toUpperCase() }))).toEqual([
    ['lockouts', `${id}/familiar`],
    ['lockouts', `${id}/unfamiliar`],
  ]);
  expect(recordsNamed(cloud, post({ username: 'nobody@contoso.example' }))).toEqual([]);
});

test('a refresh token leads to its family, which may have been revoked elsewhere', async () => {
  const { entra, state } = await createWorld();
  const signedIn = { userId: 'u', authenticatedMs: 1, methods: ['pwd' as const], sessionId: 's' };
  const token = { clientId: 'c', scope: 'openid', spa: false, confidential: false, expiresMs: 2 };
  state.refreshTokens.set('r', { ...signedIn, ...token, familyId: 'f-1' });
  expect(recordsBehind(entra.cloud, [['refreshTokens', 'r']])).toEqual([['families', 'f-1']]);
});

test('what names nothing asks nothing', async () => {
  const { entra } = await createWorld();
  const get = { ...post({}), method: 'GET', body: '' };
  expect(recordsNamed(entra.cloud, get)).toEqual([]);
});

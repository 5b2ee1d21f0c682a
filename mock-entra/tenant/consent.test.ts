/** Who has to agree before an application may act for a user. */
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { ADMIN, codeOf, NOAH, type World } from '../stub-world.ts';
import {
  API,
  API_URI,
  APPLICATIONS,
  createClients,
  postToken,
  UNTRUSTED,
} from '../token/fixture-clients.ts';
import type { Application } from './application.ts';
import { type ConsentVerdict, describePermissions, grantConsent, judgeConsent } from './consent.ts';
import { parseScope } from './resources.ts';

function questionOf(
  world: World,
  scopeText: string,
  who = NOAH,
  changes: Partial<Application> = {},
) {
  const { tenant, users } = world.entra.cloud;
  const scope = parseScope(tenant, scopeText);
  const user = users.byName(who.username);
  const application = APPLICATIONS.find(({ clientId }) => clientId === UNTRUSTED);
  if ('code' in scope || !user || !application) throw new Error('expected all three');
  return { application: { ...application, ...changes }, user, scope };
}

/** Noah as a Global Administrator. */
function promote(world: World): void {
  const { users } = world.entra.cloud;
  const noah = users.byName(NOAH.username);
  if (noah) users.put({ ...noah, roles: ['Global Administrator'] });
}

test.each<[scope: string, verdict: ConsentVerdict]>([
  ['openid', 'needs-user'],
  ['User.Read', 'needs-user'],
  [`${API_URI}/read`, 'needs-user'],
  ['AuditLog.Read.All', 'needs-administrator'],
  [`${UNTRUSTED}/.default`, 'granted'],
])('for "%s" of a new application the answer is %s', async (scope, verdict) => {
  const world = await createClients();
  expect(judgeConsent(world.entra.cloud, questionOf(world, scope))).toBe(verdict);
});

test('an administrator may agree to what needs one', async () => {
  const world = await createClients();
  promote(world);
  const question = questionOf(world, 'AuditLog.Read.All');
  expect(judgeConsent(world.entra.cloud, question)).toBe('needs-user');
  const { cloud } = world.entra;
  grantConsent(cloud, { ...question, forEverybody: true });
  expect(judgeConsent(cloud, questionOf(world, 'AuditLog.Read.All', ADMIN))).toBe('granted');
});

test(proves('token.consent', 'consent holds for what was agreed to, for that user'), async () => {
  const world = await createClients();
  const { cloud } = world.entra;
  grantConsent(cloud, { ...questionOf(world, 'openid User.Read'), forEverybody: false });
  expect(judgeConsent(cloud, questionOf(world, 'openid'))).toBe('granted');
  expect(judgeConsent(cloud, questionOf(world, 'Mail.Read'))).toBe('needs-user');
  expect(judgeConsent(cloud, questionOf(world, 'openid', ADMIN))).toBe('needs-user');
  grantConsent(cloud, { ...questionOf(world, 'Mail.Read'), forEverybody: false });
  expect(judgeConsent(cloud, questionOf(world, 'openid User.Read Mail.Read'))).toBe('granted');
});

test('an administrator’s consent in the registration holds for what it lists', async () => {
  const world = await createClients();
  const { cloud } = world.entra;
  const trusted = { adminConsent: true };
  const judge = (scope: string) => judgeConsent(cloud, questionOf(world, scope, NOAH, trusted));
  expect(judge(`openid offline_access ${API_URI}/read`)).toBe('granted');
  expect(judge(`${API_URI}/.default`)).toBe('granted');
  expect(judge(API)).toBe('granted');
  expect(judge(`${API_URI}/access_as_user`)).toBe('needs-user');
  expect(judge('https://graph.microsoft.com/.default')).toBe('needs-user');
});

test('the page can name what is asked for', async () => {
  const world = await createClients();
  const question = questionOf(world, `openid ${API_URI}/read`);
  expect(describePermissions(world.entra.cloud, question)).toEqual(['read', 'openid']);
});

test(causes(65001, 'a grant without a page cannot ask'), async () => {
  const world = await createClients();
  const form = { grant_type: 'password', client_id: UNTRUSTED, scope: 'openid', ...NOAH };
  const reply = await postToken(world, form);
  expect(codeOf(reply)).toBe(65001);
  expect(JSON.parse(reply.body)).toMatchObject({
    ...{ error: 'invalid_grant', suberror: 'consent_required' },
  });
  // The password was right: it is a sign-in that was interrupted.
  expect(world.rows).toMatchObject([{ errorCode: 65001, method: 'cloud' }]);
});

/** What a scope asks for. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { createWorld } from '../stub-world.ts';
import { API, API_URI, APPLICATIONS, DAEMON } from '../token/fixture-clients.ts';
import { GRAPH, parseScope, permissionsOf, REGISTRATION } from './resources.ts';

const { tenant } = await createWorld({}, undefined, { changes: { applications: APPLICATIONS } });

test.each([
  ['User.Read', GRAPH.audience, ['User.Read'], 'User.Read'],
  ['USER.READ openid', GRAPH.audience, ['User.Read'], 'openid User.Read'],
  ['Mail.Read offline_access', GRAPH.audience, ['Mail.Read'], 'Mail.Read'],
  ['openid Profile', GRAPH.audience, [], 'openid profile'],
  [
    'https://graph.microsoft.com/User.Read',
    GRAPH.audience,
    ['User.Read'],
    'https://graph.microsoft.com/User.Read',
  ],
  [
    'https://graph.microsoft.com//.default',
    GRAPH.audience,
    [],
    'https://graph.microsoft.com//.default',
  ],
  [
    `${API_URI}/read ${API}/access_as_user`,
    API,
    ['read', 'access_as_user'],
    `${API_URI}/read ${API_URI}/access_as_user`,
  ],
  [API, API, [], `${API}/.default`],
  [
    `${REGISTRATION.audience}/.default`,
    REGISTRATION.audience,
    [],
    `${REGISTRATION.audience}/.default`,
  ],
])('"%s" is for %s', (text, audience, permissions, granted) => {
  const scope = parseScope(tenant, text);
  if ('code' in scope) throw new Error(`refused: ${scope.code}`);
  expect(scope.resource.audience).toBe(audience);
  expect(scope).toMatchObject({ permissions, granted });
});

test.each([
  ['', 70011],
  ['   ', 70011],
  ['User.Read <b>', 70011],
  ['Nonsense', 70011],
  ['https://graph.microsoft.com/nonsense', 70011],
  [`x.${'x'.repeat(119)}`, 70011],
  [`User.Read ${API_URI}/read`, 70011],
  [`${API_URI}/read ${API_URI}/.default`, 70011],
  ['https://proxy.cloudwebappproxy.net/registerapp/.default', 500011],
  ['https://graph.microsoft.com.evil.example/.default', 500011],
  [`${DAEMON.replace('4', '9')}/.default`, 500011],
  [`${API_URI}/write`, 650053],
])(causes([70011, 500011, 650053], 'the scope "%s" is refused with %i'), (text, code) => {
  expect(parseScope(tenant, text)).toEqual({ code });
});

test('.default stands for the registration, or for everything where that lists nothing', () => {
  const scope = parseScope(tenant, 'https://graph.microsoft.com/.default');
  if ('code' in scope) throw new Error('refused');
  const [plain] = APPLICATIONS;
  const daemon = APPLICATIONS.find(({ clientId }) => clientId === DAEMON);
  if (!plain || !daemon) throw new Error('expected both');
  expect(permissionsOf(tenant, plain, scope)).toEqual(GRAPH.permissions);
  expect(permissionsOf(tenant, daemon, scope)).toEqual(['User.Read']);
  expect(permissionsOf(tenant, { ...plain, adminConsent: false }, scope)).toEqual([]);
});

test('no text makes it throw, and what is granted holds names only', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80, unit: 'binary' }), (text) => {
      const scope = parseScope(tenant, text);
      if (!('code' in scope)) expect(scope.granted).not.toMatch(/[<>"'\s]{2}|[<>"']/);
    }),
  );
});

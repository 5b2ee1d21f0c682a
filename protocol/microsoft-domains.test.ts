/** Whom load never goes to. */
import { expect, test } from 'vitest';
import { CLOUDS } from './clouds.ts';
import { ALLOW_LIST, HOSTS, labHost, SIGN_IN_ALIASES } from './hosts.ts';
import { isMicrosoftHost } from './microsoft-domains.ts';

const REAL_NAMES = [
  ...SIGN_IN_ALIASES,
  HOSTS.graph,
  ...ALLOW_LIST,
  HOSTS.registration('t'),
  HOSTS.bootstrap('t'),
  HOSTS.signalling,
  HOSTS.connector,
  HOSTS.renewal,
  // Sign-in by other doors: seamless SSO, customers, the German cloud of before.
  ...['autologon.microsoftazuread-sso.com', 'contoso.b2clogin.com', 'contoso.ciamlogin.com'],
  'login.microsoftonline.de',
  ...Object.values(CLOUDS).flatMap(({ signIn, graph, portal, signInAlias, agentHosts }) => [
    ...[signIn, graph, portal],
    ...(signInAlias === undefined ? [] : [signInAlias]),
    ...(agentHosts ?? []),
  ]),
];

test.each(REAL_NAMES)('%s is one of Microsoft’s names', (name) => {
  expect(isMicrosoftHost(name)).toBe(true);
  expect(isMicrosoftHost(`${name.toUpperCase()}.`)).toBe(true);
});

test.each(['localhost', labHost(HOSTS.signIn), 'notmicrosoft.com', '127.0.0.1'])(
  '%s is none of them',
  (name) => expect(isMicrosoftHost(name)).toBe(false),
);

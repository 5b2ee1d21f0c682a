/** Every kind of mistake in a tenant file, with the exact sentence a person reads. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { parseTenant, readTenantFile } from './tenant-file.ts';

function sentence(...lines: string[]): string {
  try {
    parseTenant(['name: contoso', ...lines].join('\n'), 'x.yaml');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'parsed';
}

const user = (text: string) => ['users:', '  - { userName: mia@contoso.example }', `  - ${text}`];
const shop = (text: string) => ['applications:', `  shop: ${text}`];

test(
  proves('tenant.file', 'the example of the documentation is a tenant, and a bare name is one'),
  () => {
    const example = readTenantFile(path.join(import.meta.dirname, '../../docs/contoso.yaml'));
    expect(example.users?.map(({ userName }) => userName)).toContain('mia@contoso.example');
    expect(parseTenant('name: contoso', 'x.yaml')).toEqual({ name: 'contoso' });
  },
);

describe('what is wrong in a file is said with line, key, what was expected and what came', () => {
  test.each([
    [
      'an unknown key',
      ['licens: P1'],
      'x.yaml:2: tenant: expected one of $schema, id, name, displayName, created, licence, ' +
        'passwordWriteback, settings, smartLockout, domains, users, generate, applications, ' +
        'policies, got the unknown key "licens"; did you mean "licence"?',
    ],
    [
      'a value that is none of a list',
      ['licence: P3'],
      'x.yaml:2: licence: expected one of none, P1, P2, got "P3"',
    ],
    [
      'a domain in capitals',
      ['domains:', '  - { name: Contoso }'],
      'x.yaml:3: domains[0].name: expected a domain name in lower case such as contoso.example, ' +
        'got "Contoso"',
    ],
    [
      'a user without a name',
      user('{ password: geheim }'),
      'x.yaml:4: users[1]: expected the key "userName", which is missing',
    ],
    [
      'a user of a domain that the tenant does not have',
      user('{ userName: noah@contosso.example }'),
      'x.yaml:4: users[1].userName: expected one of the domains contoso.example, got ' +
        '"contosso.example"; did you mean "contoso.example"?',
    ],
    [
      'a user who is there already, in other letters',
      user('{ userName: MIA@contoso.example }'),
      'x.yaml:4: users[1].userName: expected each only once, got "MIA@contoso.example" twice',
    ],
    [
      'two users with one account on premises',
      user('{ userName: noah@contoso.example, onPremisesUserName: mia@contoso.example }'),
      'x.yaml:4: users[1].onPremisesUserName: expected each only once, got ' +
        '"mia@contoso.example" twice',
    ],
    [
      'a cloud user with an account on premises',
      user('{ userName: noah@contoso.example, source: cloud, directory: { locked: true } }'),
      'x.yaml:4: users[1]: expected "directory" only for users of the directory, got it for a ' +
        'cloud user',
    ],
    [
      'a time that is none',
      user('{ userName: noah@contoso.example, passwordExpires: soon }'),
      'x.yaml:4: users[1].passwordExpires: expected a time such as 2026-11-02 or ' +
        '2026-11-02T08:00:00Z, got "soon"',
    ],
    [
      'a day that no calendar has',
      user('{ userName: noah@contoso.example, passwordExpires: 2026-02-31 }'),
      'x.yaml:4: users[1].passwordExpires: expected a time such as 2026-11-02 or ' +
        '2026-11-02T08:00:00Z, got "2026-02-31"',
    ],
    [
      'too many generated users',
      ['generate: { count: 100001 }'],
      'x.yaml:2: generate.count: expected a whole number from 0 to 100000, got 100001',
    ],
    [
      'a first domain that is federated',
      ['domains:', '  - { name: a.example, federation: { passiveUrl: "https://sts.a.example" } }'],
      'x.yaml:3: domains[0]: expected the first domain to be managed, got a federated one',
    ],
    [
      'a redirect URI without TLS',
      shop('{ redirectUris: { web: ["http://shop.example/back"] } }'),
      'x.yaml:3: applications.shop.redirectUris.web[0]: expected https, or http on localhost, got ' +
        '"http://shop.example/back"',
    ],
    [
      'a redirect URI that runs a script',
      shop('{ redirectUris: { native: ["javascript:alert(1)"] } }'),
      'x.yaml:3: applications.shop.redirectUris.native[0]: expected https, http on localhost, or ' +
        'a scheme of an app, got "javascript:alert(1)"',
    ],
    [
      'a certificate that is none',
      shop('{ certificates: [{ pem: "-----BEGIN CERTIFICATE-----" }] }'),
      'x.yaml:3: applications.shop.certificates[0].pem: expected exactly one certificate in PEM ' +
        'form, got 0 in 27 characters',
    ],
    [
      'a permission that nobody exposes',
      [
        ...shop('{ requiredPermissions: [{ resource: api, scopes: [raed] }] }'),
        '  api: { exposes: { scopes: [read] } }',
      ],
      'x.yaml:3: applications.shop.requiredPermissions[0].scopes[0]: expected a permission that ' +
        'api exposes, got "raed"; did you mean "read"?',
    ],
    [
      'a resource that is no application',
      shop('{ requiredPermissions: [{ resource: grph }] }'),
      'x.yaml:3: applications.shop.requiredPermissions[0].resource: expected graph or an ' +
        'application that exposes something, got "grph"; did you mean "graph"?',
    ],
    [
      'an application whose name is none',
      ['applications:', '  "my shop": {}'],
      'x.yaml:3: applications: expected a name of letters, digits and hyphens, got the key ' +
        '"my shop"',
    ],
    [
      'a policy about nobody',
      ['policies:', '  - { name: P, users: [lea@contoso.example], require: mfa }'],
      'x.yaml:3: policies[0].users[0]: expected a user of this file, a role or *, got ' +
        '"lea@contoso.example"',
    ],
    ['no YAML', ['users: ['], 'x.yaml:2: expected valid YAML: '],
    [
      'an alias of nothing',
      ['displayName: *canary'],
      'x.yaml:2: expected valid YAML: an alias stands for nothing; put a value that begins with * ' +
        'in quotation marks',
    ],
    [
      'aliases that multiply',
      [...'bcdefg'].map((name, at) => {
        const before = at === 0 ? 'x' : `*${'abcdefg'[at]}`;
        return `${name}: &${name} [${Array(9).fill(before).join(',')}]`;
      }),
      'expected valid YAML: aliases stand for too much',
    ],
    [
      'two documents',
      ['---', 'name: fabrikam'],
      'x.yaml:2: expected valid YAML: expected one document',
    ],
    [
      'a probe that cannot register the agents',
      ['applications:', '  probe: { publicClient: false }'],
      'x.yaml:3: applications.probe.publicClient: expected the lab’s own client to be public and ' +
        'agreed to, got false',
    ],
  ])('%s', (_, lines, expected) => {
    expect(sentence(...lines).slice(0, expected.length + 40)).toContain(expected);
  });

  test('a file that is not there is named', () => {
    expect(() => readTenantFile('nowhere/tenant.yaml')).toThrow(
      'expected a tenant file at nowhere/tenant.yaml, got ENOENT',
    );
  });
});

test('no sentence shows a password or a secret', () => {
  const long = `canary-${'x'.repeat(200)}`;
  const wrong = [
    user(`{ userName: noah@contoso.example, password: ${long} }`),
    user('{ userName: noah@contoso.example, password: 471147114711 }'),
    user(`{ userName: noah@contoso.example, secondFactor: { totpSecret: canary-1 } }`),
    shop('{ secrets: [{ value: canary-1, expires: 2027-01-01 }, { value: canary-1 }] }'),
    shop('{ secrets: [{ value: canary }] }'),
    user('{ userName: noah@contoso.example, password:canary }'),
    [...user('userName: noah@contoso.example'), '    password:canary'],
    [...user('userName: noah@contoso.example'), '    password: *canary'],
  ];
  for (const lines of wrong) {
    const text = sentence(...lines);
    expect(text).toMatch(/^x\.yaml:\d: .*expected/);
    expect(text).not.toMatch(/canary|4711/);
  }
});

/**
 * What the parts of a tenant say about one another: names that must exist, and names that must not
 * come twice. The schema has seen to the forms before; descriptions that never were a file come
 * here too, so nothing in here may rest on a line number.
 */
import { ROLE_TEMPLATES } from '../../protocol/directory-roles.ts';
import { didYouMean } from '../../runtime/yaml/nearest.ts';
import type { Path, Problem } from '../../runtime/yaml/problem.ts';
import { findWrongApplications } from './application-relations.ts';
import { findTwice, type Named } from './find-twice.ts';
import {
  type DomainDescription,
  domainsOf,
  GRAPH_NAME,
  type PolicyDescription,
  PROBE_NAME,
  type TenantDescription,
  type UserDescription,
} from './tenant-description.ts';

const ROLES = Object.keys(ROLE_TEMPLATES);

export function findWrongRelations(description: TenantDescription): Problem[] {
  const { users = [], policies = [], generate } = description;
  const domains = domainsOf(description);
  return [
    ...findTwice(domains.map(({ name }, at) => [['domains', at, 'name'], name])),
    ...(domains[0]?.federation
      ? [
          {
            path: ['domains', 0],
            text: 'expected the first domain to be managed, got a federated one',
          },
        ]
      : []),
    ...wrongUsers(users, domains),
    ...(generate?.domain === undefined
      ? []
      : wrongDomain(['generate', 'domain'], generate.domain, domains, { managed: true })),
    ...findWrongApplications(description),
    ...policies.flatMap((policy, at) => wrongPolicy(policy, ['policies', at], description)),
  ];
}

function wrongUsers(
  users: readonly UserDescription[],
  domains: readonly DomainDescription[],
): Problem[] {
  const column = (key: 'userName' | 'id' | 'kind' | 'immutableId') =>
    findTwice(users.map((user, at) => [['users', at, key], user[key]]));
  const onPremises = users.map((user, at): Named => {
    const { source, userName, onPremisesUserName } = user;
    const key = onPremisesUserName === undefined ? 'userName' : 'onPremisesUserName';
    return [['users', at, key], source === 'cloud' ? undefined : (onPremisesUserName ?? userName)];
  });
  const names = column('userName');
  return [
    ...names,
    // Who is there twice in the cloud is there twice on premises, which is no second mistake.
    ...(names.length > 0 ? [] : findTwice(onPremises)),
    ...column('id'),
    ...column('kind'),
    ...column('immutableId'),
    ...users.flatMap((user, at) => wrongUser(user, ['users', at], domains)),
  ];
}

function wrongUser(
  user: UserDescription,
  path: Path,
  domains: readonly DomainDescription[],
): Problem[] {
  const { userName, source } = user;
  const name = userName.slice(userName.indexOf('@') + 1).toLowerCase();
  const wrong = wrongDomain([...path, 'userName'], name, domains, { managed: source === 'cloud' });
  if (source !== 'cloud') return wrong;
  const onPremises = (['onPremisesUserName', 'immutableId', 'directory'] as const).filter(
    (key) => user[key] !== undefined,
  );
  return [
    ...wrong,
    ...onPremises.map((key) => ({
      path,
      key,
      text: `expected "${key}" only for users of the directory, got it for a cloud user`,
    })),
  ];
}

function wrongDomain(
  path: Path,
  name: string,
  domains: readonly DomainDescription[],
  { managed }: { managed: boolean },
): Problem[] {
  const known = domains.map((domain) => domain.name);
  const found = domains.find((domain) => domain.name === name);
  if (found === undefined) {
    const text = `expected one of the domains ${known.join(', ')}, got "${name}"`;
    return [{ path, text: `${text}${didYouMean(name, known)}` }];
  }
  if (!managed || found.federation === undefined) return [];
  return [{ path, text: `expected a managed domain, got "${name}", which is federated` }];
}

function wrongPolicy(
  { users, excludedUsers = [], applications = [] }: PolicyDescription,
  path: Path,
  { users: known = [], applications: registered = {} }: TenantDescription,
): Problem[] {
  const names = known.map(({ userName }) => userName.toLowerCase());
  const people = ['*', ...ROLES, ...names];
  const things = ['*', GRAPH_NAME, PROBE_NAME, ...Object.keys(registered)];
  const wrong = (key: string, given: readonly string[], allowed: readonly string[], what: string) =>
    given.flatMap((name, at): Problem[] =>
      allowed.some((one) => one === name || one === name.toLowerCase())
        ? []
        : [
            {
              path: [...path, key, at],
              text: `expected ${what}, got "${name}"${didYouMean(name, allowed)}`,
            },
          ],
    );
  return [
    ...wrong('users', users, people, 'a user of this file, a role or *'),
    ...wrong('excludedUsers', excludedUsers, people, 'a user of this file, a role or *'),
    ...wrong('applications', applications, things, 'an application of this file, graph or *'),
  ];
}

/**
 * Reads and judges a request of the password grant before anybody looks at the password. Pure but
 * for the tenant it looks into; the order of the questions decides which code a request with two
 * mistakes gets.
 */
import { Secret } from '../../runtime/secret.ts';
import type { Cloud } from '../cloud.ts';
import type { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { type AskedScope, parseScope } from '../tenant/resources.ts';
import { type Application, findUser, judgeTenantSegment, type User } from '../tenant/tenant.ts';

export interface PasswordGrant {
  application: Application;
  scope: AskedScope;
  userName: string;
  /** Absent if the tenant has nobody of that name. */
  user: User | undefined;
  password: Secret;
  clientInfo: boolean;
}

const REQUIRED = ['client_id', 'scope', 'username', 'password'] as const;

export function judgePasswordGrant(
  { tenant, users }: Pick<Cloud, 'tenant' | 'users'>,
  { request, params }: Pick<Exchange, 'request' | 'params'>,
): PasswordGrant | Refusal {
  const form = new URLSearchParams(request.body);
  const segment = judgeTenantSegment(tenant, params.tenant ?? '');
  const duplicate = [...form.keys()].find((name, at, names) => names.indexOf(name) !== at);
  const grantType = form.get('grant_type');
  if (segment === 'unknown') return { code: 90002 };
  // Parameter names are a stranger's text: only known ones are named in an answer.
  if (duplicate !== undefined) return { code: 9002313, detail: 'A parameter is there twice.' };
  if (!grantType) return missing('grant_type');
  if (grantType !== 'password') return { code: 70003 };
  if (segment === 'shared') return { code: 9001023 };
  const absent = REQUIRED.find((name) => !form.get(name));
  if (absent !== undefined) return missing(absent);

  const value = (name: (typeof REQUIRED)[number]) => form.get(name) ?? '';
  const application = tenant.applications.find(({ clientId }) => clientId === value('client_id'));
  if (application === undefined) return { code: 700016 };
  const scope = parseScope(value('scope'));
  if (scope === undefined) return { code: 70011 };
  const userName = value('username');
  return {
    application,
    scope,
    userName,
    user: findUser(users, userName),
    password: new Secret(value('password')),
    clientInfo: form.get('client_info') === '1',
  };
}

function missing(parameter: string): Refusal {
  return { code: 900144, detail: `Parameter: '${parameter}'.` };
}

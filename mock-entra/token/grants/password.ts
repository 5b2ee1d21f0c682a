/**
 * Resource owner password credentials (ED-ROPC): the grant that probes and load use. It can do
 * nothing but a password, so a policy that wants more refuses it after the password was right.
 */
import { Secret } from '../../../runtime/secret.ts';
import type { Cloud } from '../../cloud.ts';
import type { Refusal } from '../../errors.ts';
import type { Exchange } from '../../exchange.ts';
import { takeInjection } from '../../sign-in/injections.ts';
import { judgeAccess } from '../../sign-in/judge-access.ts';
import { judgePassword, type PasswordVerdict } from '../../sign-in/judge-password.ts';
import type { SignInRecord } from '../../sign-in/record-sign-in.ts';
import type { Application } from '../../tenant/application.ts';
import { judgeConsent } from '../../tenant/consent.ts';
import { type AskedScope, parseScope } from '../../tenant/resources.ts';
import type { User } from '../../tenant/tenant.ts';
import { opaque } from '../claims.ts';
import { judgePublicClient } from '../client-authentication.ts';
import type { Grant, GrantOutcome, TokenRequest } from '../grant.ts';
import type { Issue } from '../issue.ts';
import { createRefreshToken } from '../refresh-token.ts';

export const password: Grant = {
  required: ['scope', 'username', 'password'],
  refusedAt: { shared: 9001023 },
  judge(cloud, exchange, request) {
    const scope = parseScope(cloud.tenant, request.form.get('scope') ?? '');
    if ('code' in scope) return { refused: scope };
    const refused = judgePublicClient(request.application, request.proof);
    return refused ? { refused } : signIn(cloud, exchange, request, scope);
  },
};

async function signIn(
  cloud: Cloud,
  exchange: Exchange,
  request: TokenRequest,
  scope: AskedScope,
): Promise<GrantOutcome> {
  const { form, application } = request;
  const { address: ipAddress } = exchange.client;
  const userName = form.get('username') ?? '';
  const user = cloud.users.byName(userName);
  const startedMs = cloud.clock.nowMs();
  const injected = takeInjection(cloud, { userName, clientId: application.clientId });
  const verdict: PasswordVerdict = injected
    ? { ...injected, method: 'none' }
    : await judgePassword(cloud, { user, ipAddress, password: readPassword(request) });
  const refused = judgeVerdict(cloud, ipAddress, application, scope, verdict);
  const uti = opaque(cloud.ids);
  const signIn: SignInRecord = {
    ...verdict,
    ...{ application, userName, user, startedMs, uti, protocol: 'ropc' as const },
    resource: scope.resource.displayName,
    audience: scope.resource.audience,
    code: refused?.code ?? 0,
  };
  if (refused !== undefined || user === undefined)
    return { refused: refused ?? { code: 50034 }, signIn };
  return { issue: issueFor(cloud, request, scope, { user, startedMs, uti }), signIn };
}

/**
 * ED-ROPC: white space around a password is not supported. That it is cut off, so that a password
 * which really has some is wrong, is assumed.
 */
function readPassword({ form }: TokenRequest): Secret {
  return new Secret((form.get('password') ?? '').trim());
}

/** 65001 whoever would have to agree: nobody can in this grant. */
function judgeVerdict(
  cloud: Cloud,
  ipAddress: string,
  application: Application,
  scope: AskedScope,
  verdict: PasswordVerdict,
): Refusal | undefined {
  if (verdict.code !== 0) return verdict;
  const { user } = verdict;
  const resource = scope.resource.audience;
  const methods = ['pwd'] as const;
  const refused = judgeAccess(cloud.tenant, { user, application, resource, ipAddress, methods });
  if (refused !== undefined) return refused;
  const consent = judgeConsent(cloud, { application, user, scope });
  return consent === 'granted' ? undefined : { code: 65001 };
}

function issueFor(
  cloud: Cloud,
  { application, proof, clientInfo, form }: TokenRequest,
  scope: AskedScope,
  { user, startedMs, uti }: { user: User; startedMs: number; uti: string },
): Issue {
  const signedIn = { authenticatedMs: startedMs, methods: ['pwd'] as const };
  const issue = { application, clientProof: proof, scope, user, signedIn, clientInfo, uti };
  if (!scope.offline) return issue;
  const refreshToken = createRefreshToken(cloud, {
    ...{ ...signedIn, userId: user.id, clientId: application.clientId, spa: false },
    scope: form.get('scope') ?? '',
    sessionId: cloud.ids.guid(),
    familyId: cloud.ids.guid(),
    confidential: proof !== '0',
  });
  return { ...issue, refreshToken };
}

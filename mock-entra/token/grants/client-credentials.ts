/**
 * An application by itself (ED-CC): no user, no password, no refresh token, and no agent involved.
 * What it may do are the roles an administrator agreed to.
 */
import { takeInjection } from '../../sign-in/injections.ts';
import { parseScope } from '../../tenant/resources.ts';
import { opaque } from '../claims.ts';
import type { Grant } from '../grant.ts';

/** ED-CC wants the tenant's id or domain; that the refusal is 50059 is what people report. */
const TENANT_NEEDED = { shared: 50059, organizations: 50059 } as const;

export const clientCredentials: Grant = {
  required: ['scope'],
  refusedAt: TENANT_NEEDED,
  judge(cloud, _exchange, { form, application, proof }) {
    if (proof === '0') return { refused: { code: 7000218 } };
    const text = form.get('scope') ?? '';
    const scope = parseScope(cloud.tenant, text);
    if ('code' in scope) return { refused: scope };
    // A client id alone would do for a user.
    const isDefault = scope.isDefault && scope.openIdScopes.length === 0;
    if (!isDefault || !text.trim().endsWith('/.default')) return { refused: { code: 1002012 } };
    const refused = takeInjection(cloud, { clientId: application.clientId });
    if (refused !== undefined) return { refused };
    const uti = opaque(cloud.ids);
    return { issue: { application, clientProof: proof, scope, clientInfo: false, uti } };
  },
};

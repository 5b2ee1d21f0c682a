/**
 * GetCredentialType: what the sign-in page asks when a user name was typed. A user who does not
 * exist gets the very same answer but for one number (fact sheet 4.3).
 */
import {
  DOMAIN_TYPE,
  IF_EXISTS,
  PAGE_CALL_ERRORS,
  PREFERRED_CREDENTIAL,
  THROTTLE_STATUS,
} from '../../protocol/credential-type.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { idHeaders } from '../errors.ts';
import { type Exchange, NO_STORE, renderJson } from '../exchange.ts';
import { isRecord, parseJson } from '../json.ts';
import { federatedUrl } from '../tenant/federation.ts';
import { findRealm } from './user-realm.ts';

interface Asked {
  userName: string;
  flowToken: string | null;
}

export function answerCredentialType(cloud: Cloud, exchange: Exchange): HttpResponse {
  const headers = { ...NO_STORE, ...idHeaders(exchange) };
  const apiCanary = Buffer.from(cloud.ids.bytes(24)).toString('base64url');
  const asked = readAsked(exchange.request.body);
  if (asked === undefined) {
    const error = { code: String(PAGE_CALL_ERRORS.badArguments), message: 'Bad arguments.' };
    const { correlationId } = exchange;
    return renderJson({ error, correlationId, apiCanary }, headers, 400);
  }
  return renderJson({ ...describe(cloud, asked), apiCanary }, headers);
}

/** Undefined: no JSON object, or no user name that the page would let through. */
function readAsked(body: string): Asked | undefined {
  const sent = parseJson(body);
  // The page writes `username`; public scripts write it either way.
  const userName = isRecord(sent) ? (sent.username ?? sent.Username) : undefined;
  if (!isRecord(sent) || typeof userName !== 'string') return undefined;
  const trimmed = userName.trim();
  if (trimmed === '' || trimmed.length > LIMITS.userNameCharsMax.value) return undefined;
  const token = sent.flowToken;
  const known = typeof token === 'string' && /^[\w.-]{1,4000}$/.test(token);
  return { userName: trimmed, flowToken: known ? token : null };
}

function describe({ tenant, users }: Cloud, { userName, flowToken }: Asked) {
  const { domain } = findRealm(tenant, userName);
  const federated = domain?.kind === 'federated' ? domain.federation : undefined;
  const exists = federated !== undefined || users.byName(userName) !== undefined;
  return {
    Username: userName,
    Display: userName,
    IfExistsResult: exists ? IF_EXISTS.exists : IF_EXISTS.absent,
    IsUnmanaged: false,
    ThrottleStatus: THROTTLE_STATUS.none,
    Credentials: {
      PrefCredential: federated ? PREFERRED_CREDENTIAL.federation : PREFERRED_CREDENTIAL.password,
      HasPassword: true,
      RemoteNgcParams: null,
      FidoParams: null,
      SasParams: null,
      CertAuthParams: null,
      GoogleParams: null,
      FacebookParams: null,
      ...(federated && { FederationRedirectUrl: federatedUrl(federated, userName) }),
    },
    EstsProperties: {
      UserTenantBranding: null,
      DomainType: DOMAIN_TYPE[domain?.kind ?? 'unknown'],
    },
    FlowToken: flowToken,
    IsSignupDisallowed: true,
  };
}

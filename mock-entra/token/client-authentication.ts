/**
 * Is the client who it says it is? By a secret in the body or in `Authorization: Basic`, or by an
 * assertion signed with its certificate. Whether it had to prove anything is for the grant to say:
 * see `judgePublicClient`.
 */

import { Secret } from '../../runtime/secret.ts';
import type { Cloud } from '../cloud.ts';
import type { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { decodeFormText, type Form } from '../parameters.ts';
import type { Application } from '../tenant/application.ts';
import { isCloudPassword } from '../tenant/tenant.ts';
import type { ClientProof } from './access-token.ts';
import { ASSERTION_TYPE, judgeAssertion } from './client-assertion.ts';

/** What came with the request, before anybody looked whether it is right. */
export type Credential =
  | { kind: 'none' }
  | { kind: 'secret'; secret: Secret }
  | { kind: 'assertion'; assertion: string };

export interface Client {
  clientId: string | undefined;
  credential: Credential;
}

/** Two credentials at once, or two client ids, make the request malformed (assumed: 9002313). */
export function readClient(form: Form, { request }: Pick<Exchange, 'request'>): Client | Refusal {
  const basic = parseBasic(request.headers.authorization);
  const posted = form.get('client_secret');
  const assertion = form.get('client_assertion');
  const clientId = form.get('client_id') ?? basic?.clientId;
  const credentials = [basic, posted, assertion].filter((one) => one !== undefined);
  if (credentials.length > 1 || (basic !== undefined && basic.clientId !== clientId)) {
    return { code: 9002313, detail: 'The client has to prove who it is in one way.' };
  }
  if (assertion !== undefined) {
    if (form.get('client_assertion_type') !== ASSERTION_TYPE) {
      return { code: 900144, detail: "Parameter: 'client_assertion_type'." };
    }
    return { clientId, credential: { kind: 'assertion', assertion } };
  }
  const secret = basic?.secret ?? (posted === undefined ? undefined : new Secret(posted));
  return { clientId, credential: secret ? { kind: 'secret', secret } : { kind: 'none' } };
}

/** RFC 6749 section 2.3.1: both halves are encoded like a form. What is no Basic is ignored. */
function parseBasic(header = ''): { clientId: string; secret: Secret } | undefined {
  const [scheme, encoded, ...more] = header.split(' ');
  if (scheme?.toLowerCase() !== 'basic' || !encoded || more.length > 0) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return {
    clientId: decodeFormText(text.slice(0, colon)),
    secret: new Secret(decodeFormText(text.slice(colon + 1))),
  };
}

/** `0`: it proved nothing, because it sent nothing. */
export async function judgeCredential(
  cloud: Cloud,
  exchange: Exchange,
  application: Application,
  credential: Credential,
): Promise<ClientProof | Refusal> {
  if (credential.kind === 'none') return '0';
  const { secrets, certificates } = application;
  if (secrets.length + certificates.length === 0 && isPublic(application)) return { code: 700025 };
  if (credential.kind === 'assertion') {
    return (await judgeAssertion(cloud, exchange, application, credential.assertion)) ?? '2';
  }
  const known = secrets.find(({ secret }) => isCloudPassword(credential.secret, secret));
  if (known === undefined) return { code: 7000215 };
  const { expiresMs = Number.POSITIVE_INFINITY } = known;
  return cloud.clock.nowMs() < expiresMs ? '1' : { code: 7000222 };
}

/** Registered without any address of a web server, whatever the switch for public clients says. */
function isPublic({ publicClient, redirectUris }: Application): boolean {
  const types = redirectUris.map(({ type }) => type);
  return publicClient || (types.length > 0 && !types.includes('web'));
}

/** For password and device code: only with "Allow public client flows", else with a credential. */
export function judgePublicClient(
  { publicClient }: Application,
  proof: ClientProof,
): Refusal | undefined {
  return proof === '0' && !publicClient ? { code: 7000218 } : undefined;
}

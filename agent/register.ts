/**
 * Registration, as the installer does it: a new key, a signing request and an administrator's token
 * go to the cloud, a certificate comes back. Nothing runs yet: `startAgent` takes it from there.
 */
import { HOSTS, labHost } from '../protocol/hosts.ts';
import type { Timings } from '../protocol/timings.ts';
import type { Clock, Crypto, Network, Outcome, Vantage } from '../runtime/ports.ts';
import type { Secret } from '../runtime/secret.ts';
import { parseCertificate } from '../runtime/x509.ts';
import { refuseForeignAuthorities, refuseForeignEndpoint } from './guard.ts';
import type { Installation } from './installation.ts';
import type { AgentLog } from './log/agent-log.ts';
import { newSigningRequest } from './signing-request.ts';
import { parseCertificateResult, renderRegistration, XML_HEADERS } from './wire.ts';

export interface RegisterOptions {
  clock: Clock;
  crypto: Crypto;
  network: Network;
  /** Where the installer stands and whom its server trusts. */
  vantage: Vantage;
  tenantId: string;
  machineName: string;
  /** Of the agent that is being installed. */
  version: string;
  timings: Timings;
  /** The administrator's token, used once. */
  registrationToken: Secret;
  /** False: the machine's TLS stops at 1.1, and the cloud takes nothing that old. Default true. */
  tls12?: boolean;
  /** Where the installer's entries go. */
  log?: AgentLog;
}

/** One attempt. */
export async function register(
  options: RegisterOptions,
): Promise<Installation | { refused: string }> {
  const result = await ask(options);
  if ('refused' in result) {
    options.log?.write('registrationRefused', `${result.refused}.`, options.clock.nowMs());
  } else {
    const message = `Registered as ${result.agentId}.`;
    options.log?.write('registered', message, options.clock.nowMs());
  }
  return result;
}

async function ask(options: RegisterOptions): Promise<Installation | { refused: string }> {
  const { crypto, vantage, tenantId, machineName, version } = options;
  refuseForeignAuthorities(vantage.trust);
  const { key, Base64Csr } = await newSigningRequest(crypto, `${vantage.component} 1`);
  const outcome = await post(
    options,
    renderRegistration({
      Base64Csr,
      AuthenticationToken: options.registrationToken.reveal(),
      FeatureString: 'PassthroughAuthentication',
      TenantId: tenantId,
      MachineName: machineName,
      UserAgent: `PassthroughAuthenticationConnector/${version}`,
    }),
  );
  if (!outcome.ok) return { refused: `${outcome.failure} at ${outcome.at}` };
  const result = parseCertificateResult(outcome.value.body, 'RegistrationResult');
  if (!result?.IsSuccessful) {
    const why = result?.ErrorMessage || `HTTP ${outcome.value.status}`;
    // Whoever passes it on makes a sentence of it.
    return { refused: why.replace(/\.$/, '') };
  }
  const certificate = parseCertificate(Buffer.from(result.Certificate, 'base64'));
  const agentId = certificate.agentId ?? '';
  return { agentId, machineName, version, held: [{ key, certificate }] };
}

function post(
  { network, vantage, tenantId, timings, tls12 = true }: RegisterOptions,
  body: string,
): Promise<Outcome<{ status: number; body: string }>> {
  const url = `https://${labHost(HOSTS.registration(tenantId))}/register/RegisterConnector`;
  refuseForeignEndpoint(url);
  const request = { method: 'POST', url, headers: XML_HEADERS, body };
  const from = tls12 ? vantage : { ...vantage, tls12 };
  return network.request(request, { from, timeoutMs: timings.registrationTimeoutMs });
}

/**
 * Registration: an administrator's token and a signing request in, an agent certificate out. How
 * the real service words a refusal is not known (fact sheet 8.2): here it is HTTP 200 with
 * `IsSuccessful` false.
 */

import { LIMITS } from '../../protocol/limits.ts';
import type { RegistrationResult } from '../../protocol/messages.ts';
import { XML_NAMESPACES } from '../../protocol/messages.ts';
import type { HttpResponse } from '../../runtime/ports.ts';
import { type Certificate, readSigningRequest } from '../../runtime/x509.ts';
import type { Cloud } from '../cloud.ts';
import { renderRefusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { REGISTRATION } from '../tenant/resources.ts';
import type { DirectoryRole } from '../tenant/tenant.ts';
import { type Members, parseXml, renderXml, textOf } from './xml.ts';

/** ED-QS: at most 40 agents in a tenant. */
const AGENTS_MAX = LIMITS.agentsMax.value;

const REGISTRARS: readonly DirectoryRole[] = [
  'Global Administrator',
  'Hybrid Identity Administrator',
];

export async function answerRegistration(cloud: Cloud, exchange: Exchange): Promise<HttpResponse> {
  const members = parseXml(exchange.request.body, 'RegistrationRequest');
  if (members === undefined) return renderRefusal(400, 'Expected a RegistrationRequest in XML.');
  const outcome = await register(cloud, members, exchange.client.address);
  if ('refused' in outcome) {
    cloud.trace({ atMs: cloud.clock.nowMs(), surface: 'registration', text: outcome.refused });
  }
  return renderXml('RegistrationResult', XML_NAMESPACES.registration, renderResult(outcome));
}

export type Issued = { certificate: Certificate } | { refused: string };

export function renderResult(outcome: Issued): RegistrationResult & Members {
  return 'certificate' in outcome
    ? {
        Certificate: Buffer.from(outcome.certificate.der).toString('base64'),
        ErrorMessage: '',
        IsSuccessful: true,
      }
    : { Certificate: '', ErrorMessage: outcome.refused, IsSuccessful: false };
}

async function register(cloud: Cloud, members: Members, externalIp: string): Promise<Issued> {
  const { tenant } = cloud;
  if (textOf(members, 'TenantId').toLowerCase() !== tenant.id) {
    return { refused: 'The tenant is not this one.' };
  }
  if (textOf(members, 'FeatureString') !== 'PassthroughAuthentication') {
    return { refused: 'Only the feature PassthroughAuthentication is offered.' };
  }
  const denied = await judgeRegistrar(cloud, textOf(members, 'AuthenticationToken'));
  if (denied !== undefined) return { refused: `The registration was denied: ${denied}` };
  const id = cloud.agentIds.guid();
  const ageMs = cloud.certificateAgeMs(machineNameOf(members));
  const issued = await issueFor(cloud, id, textOf(members, 'Base64Csr'), ageMs);
  if ('refused' in issued) return issued;
  const added = cloud.registry.add({
    id,
    machineName: machineNameOf(members),
    version: textOf(members, 'UserAgent').split('/')[1] ?? '',
    certificate: issued.certificate,
    externalIp,
  });
  return added === 'full'
    ? { refused: `The tenant already has ${AGENTS_MAX} agents, which is the most it may have.` }
    : issued;
}

/** What is wrong with the administrator's token, if anything. */
async function judgeRegistrar(cloud: Cloud, token: string): Promise<string | undefined> {
  const { tenant, signer, clock, users } = cloud;
  const { audience } = REGISTRATION;
  const nowMs = clock.nowMs();
  const verified = await signer.verify(token, { audience, tenantId: tenant.id, nowMs });
  if (!verified.ok) return verified.reason;
  const roles = users.byId(verified.userId ?? '')?.roles ?? [];
  return roles.some((role) => REGISTRARS.includes(role))
    ? undefined
    : `The user is neither ${REGISTRARS.join(' nor ')}.`;
}

/** The signed request proves that whoever asks holds the key; only its public half is kept. */
export async function issueFor(
  cloud: Cloud,
  agentId: string,
  base64Csr: string,
  ageMs = 0,
): Promise<Issued> {
  const { crypto, clock, tenant, timings } = cloud;
  const asked = await readSigningRequest(crypto, Buffer.from(base64Csr, 'base64'));
  if (!asked.ok) return { refused: `The signing request was refused: ${asked.reason}` };
  const issuedMs = clock.nowMs() - ageMs;
  const certificate = await cloud.registrationAuthority.issueAgent({
    tenantId: tenant.id,
    agentId,
    spki: asked.spki,
    notBeforeMs: issuedMs - timings.certificateBackdatedMs,
    notAfterMs: issuedMs + timings.certificateLifetimeMs,
  });
  return { certificate };
}

/** Real agents nest it in their settings (fact sheet 3.3); the lab's sends it flat. */
function machineNameOf(members: Members): string {
  return (
    textOf(members, 'MachineName') ||
    textOf(members, 'RegistrationRequestSettings', 'SystemSettings', 'MachineName') ||
    textOf(members, 'RegistrationRequestSettings', 'SystemSettingsInformation', 'MachineName')
  );
}

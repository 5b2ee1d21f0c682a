/**
 * Domains between federated and managed. A conversion is immediate for the cloud; that clients go
 * on asking AD FS for hours, because they remember where they were sent, is why it stays up for 12
 * (ED-QS): the lab keeps the time, and has no AD FS to show the rest.
 */
import type { Domain } from '../../mock-entra/tenant/tenant.ts';
import type { ChangeWorld } from '../changes/change.ts';

export function managedDomains({ entra, clock }: ChangeWorld): readonly Domain[] {
  return entra.cloud.tenant.domains.map((domain) =>
    domain.kind === 'managed'
      ? domain
      : { name: domain.name, kind: 'managed', convertedMs: clock.nowMs() },
  );
}

/** As the wizard does it: AD FS at `sts.` of each managed domain. */
export function federatedDomains({ entra }: ChangeWorld): readonly Domain[] {
  return entra.cloud.tenant.domains.map((domain) =>
    domain.kind === 'federated' ? domain : federate(domain.name),
  );
}

function federate(name: string): Domain {
  const address = `https://sts.${name}/adfs/ls/`;
  return {
    ...{ name, kind: 'federated' },
    federation: { passiveUrl: address, activeUrl: address, metadataUrl: address, brand: name },
  };
}

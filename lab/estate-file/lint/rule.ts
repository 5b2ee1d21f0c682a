/**
 * The contract of a lint rule: what is risky in an estate that can be. A rule sees the description
 * alone, so it says nothing of what nobody wrote down.
 */
import type { SourceId } from '../../../protocol/sources.ts';
import type { Timings } from '../../../protocol/timings.ts';
import type { TenantDescription } from '../../tenant/tenant-description.ts';
import type {
  ConnectDescription,
  EstateDescription,
  ServerDescription,
  SiteDescription,
} from '../estate-description.ts';

export interface LintedEstate {
  description: EstateDescription;
  /** Of the tenant file, where the estate names one. */
  tenant: TenantDescription | undefined;
  /** With the overrides of both files. */
  timings: Timings;
}

export const SEVERITIES = ['error', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface LintRule {
  /** `error`: sign-ins fail already, or one everyday event from now. */
  severity: Severity;
  /** What to do about it. */
  advice: string;
  sources: readonly SourceId[];
  /** A sentence for each place where it is so. */
  find(estate: LintedEstate): readonly string[];
}

export interface LintedServer extends ServerDescription {
  agent: string;
  site: SiteDescription;
}

/** Every started agent with what is written of its server. */
export function serversOf({ sites }: EstateDescription): LintedServer[] {
  return sites.flatMap((site) =>
    site.agents.map((agent) => ({ ...site.servers?.[agent], agent, site })),
  );
}

export function connectOf({ sites }: EstateDescription): ConnectDescription[] {
  return sites.flatMap(({ connect = [] }) => connect);
}

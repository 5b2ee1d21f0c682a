/**
 * The CAs of the sites' inspecting proxies: one that the site's servers trust, one that nobody
 * knows.
 */
import type { Authority } from '../../runtime/certificate-authority.ts';
import type { Site } from '../estate.ts';

export interface SiteAuthority {
  trusted: Authority;
  unknown: Authority;
}

export async function createSiteAuthorities(
  sites: readonly Site[],
  newAuthority: (name: string, nameConstraints: boolean) => Promise<Authority>,
): Promise<{ of(site: string): SiteAuthority }> {
  const unknown = await newAuthority('pta-lab inspection CA (unknown)', true);
  const bySite = new Map<string, SiteAuthority>();
  for (const { name } of sites) {
    const trusted = await newAuthority(`pta-lab inspection CA (${name})`, true);
    bySite.set(name, { trusted, unknown });
  }
  return {
    // Nothing inspects outside the sites; the unknown CA keeps the answer total.
    of: (site) => bySite.get(site) ?? { trusted: unknown, unknown },
  };
}

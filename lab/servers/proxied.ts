/**
 * Who on a server goes through the site's web proxy. The service and the installer learn of it in
 * different ways, which is how an agent gets registered and stays Inactive (ED-FAQ).
 */
import type { ProxySetting, SiteProxy } from '../estate.ts';

export interface Proxied {
  installer: boolean;
  service: boolean;
}

export function decideProxied(setting: ProxySetting, proxy: SiteProxy | undefined): Proxied {
  if (!proxy) return { installer: false, service: false };
  switch (setting) {
    case 'wpad': {
      // Nobody answers who asks for it where the site does not give it out.
      const found = proxy.setting === 'wpad';
      return { installer: found, service: found };
    }
    case 'configuration':
      return { installer: true, service: true };
    case 'browser':
      return { installer: true, service: false };
    case 'none':
      return { installer: false, service: false };
    default:
      return setting satisfies never;
  }
}
